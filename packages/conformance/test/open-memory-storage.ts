// By path: storage-file tests itself with this package, and a dependency back to it would be a circle.
export { openMemoryStorage } from '../../storage-file/src/index.js';
