import { render } from 'preact';
import { Console } from './console.tsx';
import { connect } from './live.ts';
import { startClock } from './now.ts';

const root = document.querySelector('#console');
if (!root) throw new Error('Expected an element with the id "console" in the page.');
render(<Console />, root);
startClock();
void connect();
