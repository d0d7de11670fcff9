'use client'
import type { Collection, CollectionMember, CollectionRole } from '@semiont/contract'
import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { UserMinus } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { Avatar } from '../design/avatar.tsx'
import { Button } from '../design/button.tsx'
import { Chip } from '../design/chip.tsx'
import { ErrorState } from '../design/error-state.tsx'
import { IconButton } from '../design/icon-button.tsx'
import { useNotifyProblem } from '../design/problem-text.ts'
import { Select } from '../design/select.tsx'
import { SkeletonRows } from '../design/states.tsx'
import { Time } from '../design/time.tsx'
import { client } from '../shell/client.ts'
import { AddMember } from './add-member.tsx'
import { membersQuery } from './queries.ts'
import { useCollectionRoleOptions, useRefreshMembers } from './roles.ts'

/** Who is in a collection, with what right. */
export function MemberList({ collection }: { collection: Collection }) {
  const t = useTranslations('collections')
  const common = useTranslations('common')
  const members = useInfiniteQuery(membersQuery(collection.id))
  if (members.isPending) return <SkeletonRows rows={3} label={common('loading')} />
  if (members.isError) return <ErrorState error={members.error} onRetry={() => void members.refetch()} />
  const all = members.data.pages.flatMap(({ items }) => items)
  return (
    <div className="space-y-5">
      <p className="text-base text-ink-soft">
        {t(
          collection.everyone === null
            ? 'sharedWithMembers'
            : collection.everyone === 'reader'
              ? 'sharedToRead'
              : 'sharedToEdit',
        )}
      </p>
      {collection.permissions.manage && (
        <AddMember collectionId={collection.id} memberIds={all.map(({ participant }) => participant.id)} />
      )}
      <ul className="divide-y divide-line">
        {all.map((member) => (
          <MemberRow key={member.participant.id} member={member} collection={collection} />
        ))}
      </ul>
      {members.hasNextPage && (
        <Button isPending={members.isFetchingNextPage} onPress={() => void members.fetchNextPage()}>
          {common('loadMore')}
        </Button>
      )}
    </div>
  )
}

function MemberRow({ member, collection }: { member: CollectionMember; collection: Collection }) {
  const t = useTranslations('collections')
  const roles = useTranslations('roles')
  const options = useCollectionRoleOptions()
  const refresh = useRefreshMembers()
  const onError = useNotifyProblem()
  const { participant, role, since } = member
  const setRole = useMutation({
    mutationFn: (chosen: CollectionRole) =>
      client.collections.setMember(collection.id, participant.id, { role: chosen }),
    onSettled: refresh,
    onError,
  })
  const remove = useMutation({
    mutationFn: () => client.collections.removeMember(collection.id, participant.id),
    onSettled: refresh,
    onError,
  })
  return (
    <li className="flex items-center gap-3 py-2.5">
      <Avatar id={participant.id} name={participant.name} kind={participant.kind} />
      <div className="min-w-0 flex-1">
        <p className="truncate text-base font-medium">{participant.name}</p>
        <p className="text-sm text-ink-faint">
          {t('since')} <Time at={since} />
        </p>
      </div>
      {collection.permissions.manage ? (
        <>
          <Select
            look="quiet"
            label={t('roleOf', { name: participant.name })}
            isLabelHidden
            value={setRole.isPending ? setRole.variables : role}
            onChange={(chosen) => setRole.mutate(chosen)}
            options={options}
          />
          <IconButton
            size="sm"
            icon={UserMinus}
            label={t('removeMember', { name: participant.name })}
            onPress={() => remove.mutate()}
            isPending={remove.isPending}
          />
        </>
      ) : (
        <Chip>{roles(role)}</Chip>
      )}
    </li>
  )
}
