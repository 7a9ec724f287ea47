import Environments

/// One condition of a probe: a context, under cue formats that RL used or under held-out ones.
public struct ProbeCell: Sendable, Hashable, Codable {
  public var context: Context
  public var isCueHeldOut: Bool

  /// Creates a cell.
  public init(_ context: Context, isCueHeldOut: Bool = false) {
    self.context = context
    self.isCueHeldOut = isCueHeldOut
  }

  /// All cells; the bare prompt has no cue, so it has one cell only.
  public static let all = [
    ProbeCell(.training), ProbeCell(.training, isCueHeldOut: true),
    ProbeCell(.deployment), ProbeCell(.deployment, isCueHeldOut: true),
    ProbeCell(.bare),
  ]
}
