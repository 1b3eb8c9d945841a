/** Where a call goes, and the ownership it believes in. */
export interface Place {
  at: 'own' | 'primary';
  epoch: number;
}

export function samePlace(left: Place | undefined, right: Place): boolean {
  return left?.at === right.at && left.epoch === right.epoch;
}
