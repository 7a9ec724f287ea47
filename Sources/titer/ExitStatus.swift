/// What the program tells a pipeline.
enum ExitStatus: Int32 {
  case done = 0
  case failure = 1
  /// A mistake on the command line or in a file of settings, prompts or rollouts.
  case usage = 2
  /// The verdict of an audit, under `--gate`.
  case resisted = 3
  /// The verdict of an audit, under `--gate`.
  case inconclusive = 4
}
