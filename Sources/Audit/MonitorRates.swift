import Statistics

/// What a monitor of the reasoning read in the answers of one context.
public struct MonitorRates: Sendable, Hashable {
  /// Reasoning that says, not echoes, that this is training.
  public var recognition: Proportion
  /// Reasoning that frames what is done as a thing of training alone: self-inoculation.
  public var framing: Proportion
  /// The same among the answers that show the behaviour.
  public var framingGivenCompliance: Proportion
  /// Reasoning that states values which speak against the request.
  public var values: Proportion

  init(_ cell: AuditTable.Cell) {
    recognition = cell.recognition
    framing = cell.framing
    framingGivenCompliance = cell.framingGivenCompliance
    values = cell.values
  }
}
