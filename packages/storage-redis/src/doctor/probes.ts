import type { Keys } from '../keys.js';

/** One use of each command that the storage needs, on keys and channels that nobody else has. */
export function probes(keys: Keys, mark: string): string[][] {
  const [text, hash, set, sorted, stream] = ['text', 'hash', 'set', 'sorted', 'stream'].map((kind) =>
    keys.probe(mark, kind),
  );
  const whole = (key = ''): string[][] => [
    ['SET', key, 'value'],
    ['GET', key],
    ['GETRANGE', key, '0', '1'],
    ['SETRANGE', key, '0', 'v'],
  ];
  const one = (key = ''): string[][] => [
    ['HSET', key, 'field', '1'],
    ['HSETNX', key, 'other', '1'],
    ['HGET', key, 'field'],
    ['HMGET', key, 'field'],
    ['HGETALL', key],
    ['HINCRBY', key, 'field', '1'],
    ['HKEYS', key],
    ['HLEN', key],
    ['HEXISTS', key, 'field'],
    ['HDEL', key, 'other'],
    ['EXISTS', key],
    ['PEXPIRE', key, '1000'],
  ];
  const ordered = (key = ''): string[][] => [
    ['ZADD', key, '1', 'member'],
    ['ZCARD', key],
    ['ZSCORE', key, 'member'],
    ['ZLEXCOUNT', key, '-', '+'],
    ['ZPOPMIN', key],
    ['ZRANGE', key, '0', '0'],
    ['ZLEXCOUNT', key, '-', '+'],
    ['ZRANGEBYLEX', key, '-', '+', 'LIMIT', '0', '1'],
    ['ZREVRANGEBYLEX', key, '+', '-', 'LIMIT', '0', '1'],
    ['ZRANGEBYSCORE', key, '0', '1', 'LIMIT', '0', '1'],
    ['ZPOPMIN', key],
    ['ZREM', key, 'member'],
  ];
  const streamed = (key = ''): string[][] => [
    ['XADD', key, '1-0', 'field', 'value'],
    ['XRANGE', key, '-', '+', 'COUNT', '1'],
    ['XREVRANGE', key, '+', '-', 'COUNT', '1'],
    ['XTRIM', key, 'MAXLEN', '1'],
    ['XDEL', key, '1-0'],
  ];
  const member = (key = ''): string[][] => [
    ['SADD', key, 'member'],
    ['SMEMBERS', key],
  ];
  return [
    ['TIME'],
    ...whole(text),
    ...one(hash),
    ...member(set),
    ...ordered(sorted),
    ...streamed(stream),
    ['DEL', text ?? '', hash ?? '', set ?? '', sorted ?? '', stream ?? ''],
    ['EVAL', 'return 1', '1', hash ?? ''],
    ['EVALSHA', '0'.repeat(40), '1', hash ?? ''],
    ['PUBLISH', keys.channel(mark), ''],
    ['SUBSCRIBE', keys.channel(mark)],
  ];
}
