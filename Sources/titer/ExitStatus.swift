/// What the program tells a pipeline.
enum ExitStatus: Int32 {
  case done = 0
  case failure = 1
  /// A mistake on the command line or in an experiment file.
  case usage = 2
}
