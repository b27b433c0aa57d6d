/** The mark of the page and its icon: a strip of film whose middle frame is a bar that has gone up. */
export const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<rect width="32" height="32" rx="8" fill="#4338a8"/>
<path d="M8 7v18M24 7v18" stroke="#fff" stroke-width="2.5" stroke-dasharray="3 2" fill="none"/>
<path d="M13 23v-5M19 23V9" stroke="#fff" stroke-width="4" stroke-linecap="round"/>
</svg>
`;
