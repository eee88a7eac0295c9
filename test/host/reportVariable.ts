/** Name of the environment variable that tells a suite inside the extension host where to write its report. */
export const REPORT_VARIABLE = 'REMASK_SUITE_REPORT';
