'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Sparkles } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { Button } from '../design/button.tsx'
import { useNotifyProblem } from '../design/problem-text.ts'
import { notify } from '../design/toast.tsx'
import { client } from '../shell/client.ts'
import { sampleLibraryQuery } from './queries.ts'

function useSampleLibrary(act: () => Promise<unknown>, said: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: act,
    onSuccess: async () => {
      await Promise.all(
        [['sample-library'], ['resources'], ['collections']].map((queryKey) =>
          queryClient.invalidateQueries({ queryKey }),
        ),
      )
      notify({ tone: 'success', title: said })
    },
    onError: useNotifyProblem(),
  })
}

/** A way to see what all this is for before one has documents of one's own. */
export function SampleLibraryOffer() {
  const t = useTranslations('library')
  const sample = useQuery(sampleLibraryQuery)
  const install = useSampleLibrary(() => client.sampleLibrary.install(), t('sampleInstalled'))
  if (!sample.data?.mayChange || sample.data.installed) return null
  return (
    <Button icon={Sparkles} isPending={install.isPending} onPress={() => install.mutate()}>
      {t('sampleInstall', { count: sample.data.resourceCount })}
    </Button>
  )
}

/** While the sample library is there: what it is, and one click that takes it away. */
export function SampleLibraryBanner() {
  const t = useTranslations('library')
  const sample = useQuery(sampleLibraryQuery)
  const remove = useSampleLibrary(() => client.sampleLibrary.remove(), t('sampleRemoved'))
  if (!sample.data?.installed || !sample.data.mayChange) return null
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg bg-accent-soft px-4 py-3 text-on-accent-soft">
      <Sparkles aria-hidden className="size-4.5 shrink-0" />
      <p className="min-w-0 flex-1 basis-64 text-base text-pretty">{t('sampleBanner')}</p>
      <Button size="sm" isPending={remove.isPending} onPress={() => remove.mutate()}>
        {t('sampleRemove')}
      </Button>
    </div>
  )
}
