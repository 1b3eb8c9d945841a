import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runs, unpackedEnvironment, unpackedFolder } from '../debian/unpacked-packages.mjs';

export const howToGetOne =
  'no Chromium: install chromium (Debian), set AGENTCOORD_CHROMIUM to the path of one, or run npm run test:full once on Debian 12';

/** Debian's Chromium with the libraries it loads, unpacked: nothing is installed, nothing of the system is used. */
export const browserPackages = [
  ...['chromium', 'chromium-common', 'fonts-dejavu-core', 'fontconfig-config'],
  ...['libasound2', 'libasyncns0', 'libatk-bridge2.0-0', 'libatk1.0-0', 'libatspi2.0-0', 'libavahi-client3'],
  ...[
    'libavahi-common3',
    'libbrotli1',
    'libbsd0',
    'libcairo2',
    'libcups2',
    'libdatrie1',
    'libdav1d6',
    'libdbus-1-3',
  ],
  ...[
    'libdouble-conversion3',
    'libdrm2',
    'libexpat1',
    'libflac12',
    'libfontconfig1',
    'libfreetype6',
    'libfribidi0',
  ],
  ...['libgbm1', 'libglib2.0-0', 'libgraphite2-3', 'libharfbuzz-subset0', 'libharfbuzz0b', 'libjpeg62-turbo'],
  ...['liblcms2-2', 'libmd0', 'libminizip1', 'libmp3lame0', 'libmpg123-0', 'libnspr4', 'libnss3', 'libogg0'],
  ...[
    'libopenh264-7',
    'libopenjp2-7',
    'libopus0',
    'libpango-1.0-0',
    'libpixman-1-0',
    'libpng16-16',
    'libpulse0',
  ],
  ...[
    'libsndfile1',
    'libthai0',
    'libvorbis0a',
    'libvorbisenc2',
    'libwayland-server0',
    'libx11-6',
    'libx11-xcb1',
  ],
  ...[
    'libxau6',
    'libxcb-render0',
    'libxcb-shm0',
    'libxcb1',
    'libxcomposite1',
    'libxdamage1',
    'libxdmcp6',
    'libxext6',
  ],
  ...['libxfixes3', 'libxi6', 'libxkbcommon0', 'libxnvctrl0', 'libxrandr2', 'libxrender1'],
];

/** The Chromium of this machine: a named one, else one on PATH, else the one that set-up unpacked. */
export function findBrowser() {
  const named = process.env.AGENTCOORD_CHROMIUM;
  if (named) return runs(named, {}) ? { command: named, env: {} } : undefined;
  for (const command of ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'])
    if (existsSync(command) && runs(command, {})) return { command, env: {} };
  const folder = unpackedFolder('chromium');
  const command = join(folder, 'usr', 'lib', 'chromium', 'chromium');
  const { LD_LIBRARY_PATH } = unpackedEnvironment(folder);
  // libpulse has a library of its own where only an installed one would find it.
  const pulse = LD_LIBRARY_PATH.split(':').map((path) => join(path, 'pulseaudio'));
  const env = { LD_LIBRARY_PATH: [LD_LIBRARY_PATH, ...pulse].join(':') };
  return existsSync(command) && runs(command, env) ? { command, env } : undefined;
}

/** Why no page can be opened here; `undefined` where one can. With CI=true that is an error instead. */
export function browserMissing() {
  if (findBrowser()) return undefined;
  if (process.env.CI === 'true') throw new Error(`The browser tests cannot run: ${howToGetOne}.`);
  return howToGetOne;
}
