import { pathSegments } from './path-text.js';
import { refuseProtected } from './resolve-path.js';

/**
 * A path by its text alone, in its shortest form: inside the workspace, and where a model may write.
 * @throws `invalid_argument` that says why not.
 */
export function writablePath(path: string): string {
  const segments = pathSegments(path);
  refuseProtected(path, segments, 'write');
  return segments.join('/');
}
