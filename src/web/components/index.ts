export { Button, type ButtonProps } from './button.js';
export { Card, type CardProps } from './card.js';
export { CopyButton, type CopyButtonProps } from './copy-button.js';
export { KeyForm } from './key-form.js';
export { Notice, type NoticeProps } from './notice.js';
export { PageHead, type PageHeadProps } from './page-head.js';
export { ProbabilityBar, type ProbabilityBarProps } from './probability-bar.js';
export { Progress, type ProgressProps } from './progress.js';
export { Switch, type SwitchProps } from './switch.js';
