import type { Role } from '@semiont/contract'
import { BookMarked, LibraryBig, type LucideIcon, Search, Settings, ShieldCheck, Tags, Users } from 'lucide-react'

export interface Destination {
  key: 'library' | 'search' | 'vocabulary' | 'people' | 'security' | 'settings'
  href: string
  icon: LucideIcon
  isAt: (path: string) => boolean
  roles?: readonly Role[]
}

const below = (root: string) => (path: string) => path === root || path.startsWith(`${root}/`)

export const DESTINATIONS: readonly Destination[] = [
  {
    key: 'library',
    href: '/',
    icon: LibraryBig,
    isAt: (path) => path === '/' || path.startsWith('/resources/'),
  },
  { key: 'search', href: '/search', icon: Search, isAt: below('/search') },
  { key: 'vocabulary', href: '/vocabulary', icon: Tags, isAt: below('/vocabulary') },
  { key: 'people', href: '/people', icon: Users, isAt: below('/people'), roles: ['administrator'] },
  { key: 'security', href: '/security', icon: ShieldCheck, isAt: below('/security'), roles: ['administrator'] },
  { key: 'settings', href: '/settings', icon: Settings, isAt: below('/settings') },
]

export const COLLECTION_ICON: LucideIcon = BookMarked

export function destinationsFor(role: Role): Destination[] {
  return DESTINATIONS.filter(({ roles }) => !roles || roles.includes(role))
}
