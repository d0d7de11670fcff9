'use client'
import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { Input, Label, TextField } from 'react-aria-components'
import { useTranslations } from 'use-intl'
import { Button } from './button.tsx'
import { controlClass } from './field.tsx'

/** A value to take along that is shown once: selected at a click, copied by a button. */
export function CopyField({ label, value }: { label: string; value: string }) {
  const t = useTranslations('common')
  const [isCopied, setCopied] = useState(false)
  return (
    <TextField value={value} isReadOnly>
      <Label className="mb-1.5 block text-sm font-medium">{label}</Label>
      <div className="flex gap-2">
        <Input className={`${controlClass} h-9 px-3 font-mono text-sm`} onFocus={(event) => event.target.select()} />
        <Button
          icon={isCopied ? Check : Copy}
          onPress={() => void navigator.clipboard.writeText(value).then(() => setCopied(true))}
        >
          {t(isCopied ? 'copied' : 'copy')}
        </Button>
      </div>
    </TextField>
  )
}
