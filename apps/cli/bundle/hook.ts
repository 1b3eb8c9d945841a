// What hooks need beside what every quick command needs, in one file.
export { findQuickHook } from '../src/hook/find-quick-hook.js';
