/// What the doctor found about one thing that Titer needs.
struct Finding: Sendable {
  /// How serious it is.
  enum State: String, Sendable {
    case fine = "ok"
    /// Titer works, but not as well as it could.
    case poor = "poor"
    case missing = "missing"
  }

  var subject: String
  var state: State
  /// What is there.
  var detail: String
  /// What to do about it; empty where there is nothing to do.
  var remedy = ""
}
