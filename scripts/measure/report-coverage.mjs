// Loaded into a server before its own code: at each message from its parent it reports which functions were called since the last one.
import { Session } from 'node:inspector';

const session = new Session();
session.connect();
const post = (method, params) => {
  let answer;
  session.post(method, params, (error, result) => {
    if (error !== null) throw error;
    answer = result;
  });
  return answer;
};
post('Profiler.enable');
post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
process.on('message', () => process.send(post('Profiler.takePreciseCoverage').result));
