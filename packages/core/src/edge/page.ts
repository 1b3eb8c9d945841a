import { checkInteger, checkText } from '../check.js';
import { DEFAULT_PAGE, MAX_PAGE } from './caps.js';

export function checkPage(request: { limit?: number; cursor?: string }): { limit: number; cursor?: string } {
  return {
    limit: request.limit === undefined ? DEFAULT_PAGE : checkInteger(request.limit, 'limit', 1, MAX_PAGE),
    ...(request.cursor === undefined
      ? {}
      : { cursor: checkText(request.cursor, 'cursor', { maxLength: 512 }) }),
  };
}
