import { LabIcon } from '@jupyterlab/ui-components';

/** A balloon with a rising curve in it. */
const CHAT = `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24">
  <path class="jp-icon3" fill="#616161" d="M4 3h16a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H9l-5 4v-4a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2zm0 2v10h16V5zm2 7.6 3.6-3.2 2.8 2.2L17 7.2l1.1 1.2-5.6 5-2.8-2.2-2.6 2.5z"/>
</svg>`;

/** A curve through points with a vertical interval: an estimate. */
const SVG = `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24">
  <g class="jp-icon3" fill="#616161">
    <path d="M4 3h2v16h15v2H4z"/>
    <path d="M13 5h4v1.6h-1.2v8.8H17V17h-4v-1.6h1.2V6.6H13z"/>
    <circle cx="15" cy="11" r="2.4"/>
    <circle cx="9" cy="14" r="1.5"/>
    <circle cx="20" cy="7.5" r="1.5"/>
  </g>
</svg>`;

export const assistantIcon = new LabIcon({
  name: 'jupyter-sciassist:assistant',
  svgstr: SVG
});

export const chatIcon = new LabIcon({
  name: 'jupyter-sciassist:chat',
  svgstr: CHAT
});
