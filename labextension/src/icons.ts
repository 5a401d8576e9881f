import { LabIcon } from '@jupyterlab/ui-components';

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
