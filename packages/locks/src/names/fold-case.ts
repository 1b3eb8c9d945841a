/**
 * The one spelling that a case-insensitive file system sees. Upper case first, so that `ß` and `SS`
 * meet; folding too much only shares a lock, folding too little would hand out two for one file.
 */
export function foldCase(name: string): string {
  return name.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
}
