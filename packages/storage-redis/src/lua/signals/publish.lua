-- signals/publish: wakes who listens on these channels.
-- KEYS: meta
-- ARGV: server prefix channels...
-- Reply: {}
-- @include head
-- @include signal

for index = channels, #ARGV do ring(ARGV[index]) end
return { '{}' }
