export function follow(handlers) {
  handlers.state('connecting');
}
