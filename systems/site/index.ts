export { accents, readSites, type Site, type SiteGround, type SiteSection } from './site.ts'
export {
  makeSites,
  type OfficePlaces,
  type SectionView,
  type SiteDeps,
  type SiteListed,
  type SiteOrgan,
  type Sites,
  type SiteView,
  siteUnknown,
} from './sites.ts'
