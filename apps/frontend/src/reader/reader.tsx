'use client'
import { type DocumentContent, documentText, type Presence, type Resource } from '@semiont/contract'
import { useMemo, useState } from 'react'
import { useRememberOpened } from '../library/recent.ts'
import { useMe } from '../shell/session.tsx'
import { TopBarContent } from '../shell/top-bar.tsx'
import { useDocumentTitle } from '../shell/use-document-title.ts'
import { Composer } from './composer.tsx'
import { Margin } from './margin.tsx'
import { MarginSheet } from './margin-sheet.tsx'
import { annotationFor, emptyDraft, type MarkKind } from './marks.ts'
import { ReaderHeader } from './reader-header.tsx'
import { ReaderText } from './reader-text.tsx'
import { SelectionToolbar } from './selection-toolbar.tsx'
import { ShortcutsDialog } from './shortcuts-dialog.tsx'
import { type TextMap, type TextRange, withoutOuterSpace } from './text-map.ts'
import { useAnnotationActions, useAnnotations } from './use-annotations.ts'
import { useCommands } from './use-commands.ts'
import { useReaderKeyboard } from './use-keyboard.ts'
import { useLive, usePresence } from './use-live.ts'
import { useAddress, useCycling, useWhere } from './use-reader-place.ts'
import { useReaderState } from './use-reader-state.ts'
import { useTextSelection } from './use-text-selection.ts'
import { useWideScreen } from './use-wide-screen.ts'
import { reveal } from './viewport.ts'

const NOTHING: readonly never[] = []

/** A document to read and to mark, alone or together. */
export function Reader({ resource, content }: { resource: Resource; content: DocumentContent }) {
  const me = useMe()
  const [map, setMap] = useState<TextMap | null>(null)
  const [hasShortcuts, setHasShortcuts] = useState(false)
  const [passage, setPassage] = useState<TextRange | null>(null)
  const loaded = useAnnotations(resource.id)
  const annotations = useMemo(() => (loaded.data ? [...loaded.data.values()] : NOTHING), [loaded.data])
  const state = useReaderState({ resourceId: resource.id, version: content.version }, annotations, passage)
  const actions = useAnnotationActions(resource.id)
  const selection = useTextSelection(map)
  const isWide = useWideScreen()
  const { connection, here } = useLive(resource.id)
  const others = here.filter((presence) => presence.participant.id !== me.participant.id)
  const text = useMemo(() => documentText(content.root), [content])
  usePresence(resource.id, useWhere(map))
  useRememberOpened(me.participant.id, resource)
  useDocumentTitle(resource.name)
  useAddress({ map, marks: state.marks, onMark: state.choose, onPassage: setPassage })

  const isCurrent = content.version === resource.currentVersion
  // Marks are made on the present version; an earlier one is there to be read.
  const canWrite = resource.permissions.edit && !resource.archived && isCurrent
  const mark = (kind: MarkKind) => {
    const range = selection.range && withoutOuterSpace(text, selection.range)
    if (!canWrite) return
    if (kind === 'highlighting' && range) {
      actions.create.mutate(annotationFor(resource.id, range, emptyDraft(kind)))
      selection.clear()
    } else state.compose(range, kind)
  }
  const goTo = (range: TextRange) => map && reveal(map, range)
  const chooseMark = (id: string | null) => {
    state.choose(id)
    const target = state.marks.find(({ annotation }) => annotation.id === id)
    if (target) goTo(target)
  }
  const toggleMargin = () => (isWide ? state.setAsideShown : state.setSheetOpen)((isShown) => !isShown)
  const commands = useCommands({
    state,
    actions,
    canWrite,
    me: { id: me.participant.id, role: me.role },
    mark,
    selection,
    chooseMark,
    toggleMargin,
    onHelp: () => setHasShortcuts(true),
  })
  const onClickMarks = useCycling(state.chosenId, chooseMark)
  const isHardWrapped = content.mediaType === 'text/plain'
  useReaderKeyboard({ map, text, language: content.language, isHardWrapped, selection, commands })

  const margin = (
    <Margin
      map={map}
      resourceId={resource.id}
      annotations={annotations}
      unplaced={state.unplaced}
      marks={state.marks}
      filter={state.filter}
      onFilter={state.setFilter}
      chosenId={state.chosenId}
      editingId={state.editingId}
      canWrite={canWrite}
      actions={actions}
      onChoose={chooseMark}
      onEdit={state.setEditingId}
      onWholeDocument={() => state.compose(null, 'commenting')}
      composing={
        state.composition && (
          <Composer resourceId={resource.id} state={state} actions={actions} text={text} onDone={selection.clear} />
        )
      }
    />
  )
  return (
    <main id="main" tabIndex={-1} className="flex w-full flex-1 outline-none">
      <TopBarContent>
        <span className="hidden min-w-0 truncate text-base text-ink-soft md:block">{resource.name}</span>
      </TopBarContent>
      <div className="min-w-0 flex-1 px-4 pt-8 pb-[40vh] sm:px-8">
        <ReaderHeader
          resource={resource}
          content={content}
          others={others}
          connection={connection}
          markCount={annotations.filter(({ status }) => status !== 'rejected').length}
          onOutline={(start) => goTo({ start, end: start + 1 })}
          onPresence={(presence: Presence) =>
            presence.position !== null && goTo({ start: presence.position, end: presence.position + 1 })
          }
          onMargin={toggleMargin}
          onShortcuts={() => setHasShortcuts(true)}
        />
        <div className="reader-text mx-auto max-w-[44rem]">
          <ReaderText
            content={content}
            layers={state.layers}
            attention={state.attention}
            marks={state.marks}
            map={map}
            onMap={setMap}
            onChoose={onClickMarks}
            label={resource.name}
          />
          {map && selection.range && canWrite && !state.composition && (
            <SelectionToolbar map={map} range={selection.range} onMark={mark} />
          )}
        </div>
      </div>
      {isWide && state.isAsideShown && (
        <aside className="sticky top-14 h-[calc(100dvh-3.5rem)] w-[22rem] shrink-0 border-s border-line bg-canvas px-4 pt-5">
          {margin}
        </aside>
      )}
      {!isWide && (
        <MarginSheet isOpen={state.isSheetOpen} onOpenChange={state.setSheetOpen}>
          {margin}
        </MarginSheet>
      )}
      <ShortcutsDialog isOpen={hasShortcuts} onClose={() => setHasShortcuts(false)} />
    </main>
  )
}
