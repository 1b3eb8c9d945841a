-- Part: a follower takes over its owner's clock: with the first batch of an epoch, then only forwards. Late by the way's
-- delay, and less so with each batch that was faster; never early. Needs head, copy-position and the ARGV of replica/apply.

if clock_epoch ~= source_epoch or tonumber(owner_now) > now then
  local server_micros = time[1] * 1000000 + time[2]
  micros = owner_now * 1000
  offset, micros_text, now_text, now = micros - server_micros, format('%d', micros), owner_now, tonumber(owner_now)
  redis.call('HSET', meta, 'clock', micros_text, 'offset', format('%d', offset))
  redis.call('HSET', prefix .. 'gate', 'clock_epoch', source_epoch)
end
