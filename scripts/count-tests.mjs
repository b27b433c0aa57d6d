/** A vitest reporter that writes the counts, why tests were skipped, and which passed at the second try alone, to the file named by REELSENSE_TEST_COUNTS. */
import { writeFileSync } from 'node:fs';

export default class CountTests {
  onTestRunEnd(modules, unhandledErrors) {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0, reasons: [], secondTries: [] };
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      for (const test of tests) count(test, module, counts);
      // A file that cannot be loaded, or a hook that throws, fails even where no test in it does.
      const broken = [module, ...module.children.allSuites()].some((suite) => suite.errors().length > 0);
      if (broken) counts.failed++;
    }
    writeFileSync(process.env.REELSENSE_TEST_COUNTS, JSON.stringify(counts));
  }
}

function count(test, module, counts) {
  const { state, note } = test.result();
  if (test.diagnostic()?.flaky === true)
    counts.secondTries.push(`${module.relativeModuleId}: ${test.fullName}`);
  if (state === 'passed') counts.passed++;
  else if (state === 'failed') counts.failed++;
  else {
    counts.skipped++;
    counts.reasons.push(`${module.relativeModuleId}: ${note ? `${test.name} (${note})` : test.fullName}`);
  }
}
