-- Part: a ready task scores (5 - priority) steps and its sequence.

local PRIORITY_STEP = 1000000000000000
