import type { DashboardSetting } from '@agentcoord/client';
import type { CommandCall } from '../command-context.js';
import { speaksUtf8 } from '../terminal.js';
import { isSplashWanted, showSplash } from './show-splash.js';

interface SplashFlags {
  splash?: boolean;
  theme?: string;
  ascii?: boolean;
}

/** The splash of the dashboard, and how the configuration says that it looks. A configuration that is wrong is told by whoever opens the store. */
export async function openSplash(
  call: CommandCall<SplashFlags>,
): Promise<{ look: Pick<DashboardSetting, 'theme' | 'ascii'>; wipe: () => void }> {
  const { environment, stdout } = call.io;
  const { splash: inFile, theme, ascii } = await configuredLook(call);
  const look = {
    // NO_COLOR goes before a file.
    ...(theme === undefined || environment.NO_COLOR ? {} : { theme }),
    ...(ascii === undefined ? {} : { ascii }),
  };
  const { options } = call;
  if (!isSplashWanted({ flag: options.splash, environment, inFile })) return { look, wipe: () => undefined };
  const isMono = (options.theme ?? look.theme) === 'mono';
  const wipe = showSplash(stdout, {
    columns: stdout.columns ?? 80,
    colours: !environment.NO_COLOR && !isMono,
    unicode: !(options.ascii ?? look.ascii ?? !speaksUtf8(environment)),
  });
  return { look, wipe };
}

async function configuredLook({ cwd, io }: Pick<CommandCall, 'cwd' | 'io'>): Promise<DashboardSetting> {
  const { resolveConfiguration } = await import('@agentcoord/client');
  const request = { cwd, environment: io.environment };
  return resolveConfiguration(request).then(
    ({ dashboard }) => dashboard,
    () => ({}),
  );
}
