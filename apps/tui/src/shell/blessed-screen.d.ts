/** All of blessed costs 45 ms to load, of which its screen is a third. Its types leave the parts out. */
declare module 'blessed/lib/widgets/screen.js' {
  const Screen: (options: object) => unknown;
  export default Screen;
}
