-- Part: counts last_fence on: fences only grow, also over a server that comes back old or empty. In a straight line. Needs
-- head.
-- TAKES: seen

last_fence = math.max((last_fence or known[4] or 0) + 1, ($seen == '' and 0 or $seen) + 1, micros)
