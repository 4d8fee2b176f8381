import { tryExchangelib } from './exchangelib/try-exchangelib.ts';

tryExchangelib('guess', { name: 'exchangelib 4.9, guessing the version', file: 'exchangelib-guess' });
