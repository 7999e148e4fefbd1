// What the bundler does for import.meta.glob and for style sheets, as the type checker sees it.
interface ImportMeta {
  glob<T>(patterns: string | readonly string[], options?: { readonly query?: string; readonly import?: string }): Record<string, () => Promise<T>>;
}
declare module '*.css';
