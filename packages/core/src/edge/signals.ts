import { checkList } from '../check.js';
import { checkChannel } from './names.js';

export function checkChannels(request: { channels: string[] }): string[] {
  return checkList(request.channels, 'channels', 1_000, 1).map((channel, index) =>
    checkChannel(channel, `channels[${index}]`),
  );
}
