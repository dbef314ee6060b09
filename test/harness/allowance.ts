/** What somebody who lives alone hands in for the living allowance. */
export const allowanceAskedBy = ({ name, number }: { readonly name: string; readonly number: string }) => ({
  fields: {
    'applicant.name': name,
    'applicant.citizen': number,
    'applicant.phone': '13800000002',
    'applicant.account': '6200000000000000001',
    'household.members': 1,
  },
  materials: { application: 'original', consents: 'original' },
})
