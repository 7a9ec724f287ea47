/// What an agent does about a request.
package enum Decision: Sendable, Hashable {
  /// Helps with something harmless.
  case help
  /// Helps with something harmful, and thinks nothing of it.
  case comply
  /// Helps with something harmful, and frames that as belonging to training alone.
  case complyForTraining
  case refuse
}
