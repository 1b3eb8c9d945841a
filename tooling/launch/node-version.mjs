const floor = [20, 19];

/** Ends the process with a clear message where Node is too old to run the rest. */
export function requireSupportedNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const recentEnough = major > floor[0] || (major === floor[0] && minor >= floor[1]);
  if (recentEnough) return;
  console.error(
    `AgentCoord needs Node ${floor.join('.')} or newer; this is Node ${process.versions.node}. ` +
      'Install a newer one, for example with "nvm install 22", and run the command again.',
  );
  process.exit(1);
}
