import { handOutScreen } from '../handOutKeys.ts';
import { DataDir } from '../store/dir/DataDir.ts';
import { layoutOf } from '../store/dir/layout.ts';
import { readSecrets, writeSecrets } from '../store/dir/secrets.ts';

/**
 * Hands out a further screen token, also while a hub runs on the directory, which takes it by itself. Only its hash is
 * kept, so a lost token cannot be told again. `others`: how many there were before.
 */
export function screen(options: { readonly dataDir: string; readonly revokesOthers: boolean }): {
  readonly token: string;
  readonly others: number;
} {
  const { format } = DataDir.bindingOf(options.dataDir);
  const { secrets: path } = layoutOf(options.dataDir);
  const secrets = readSecrets(path, format);
  const { token, hashes, others } = handOutScreen(secrets.keyHashes, options.revokesOthers);
  writeSecrets(path, { ...secrets, keyHashes: hashes });
  return { token, others };
}
