/** A board to play with. `on` names, by their place in this list, the tasks that one waits for. */
export const EXAMPLE_TASKS = [
  { title: 'Sketch the landing page', status: 'done', assignee: 'Mia Chen', tags: ['web', 'design'], priority: 2, on: [] },
  { title: 'Decide what the first release holds', status: 'done', assignee: 'Jonas Weber', tags: ['planning'], priority: 3, on: [] },
  { title: 'Build the landing page', status: 'doing', assignee: 'Mia Chen', tags: ['web'], priority: 2, on: [0] },
  { title: 'Import last year’s customers', status: 'doing', assignee: 'Amara Okafor', tags: ['data'], priority: 3, on: [1] },
  { title: 'Write the release notes', status: 'todo', assignee: 'Jonas Weber', tags: ['docs'], priority: 2, on: [1, 2] },
  { title: 'Try the board on a phone', status: 'todo', assignee: '', tags: ['web', 'test'], priority: 1, on: [] },
  { title: 'Ship the release', status: 'todo', assignee: 'Amara Okafor', tags: [], priority: 3, on: [3, 4] },
];
