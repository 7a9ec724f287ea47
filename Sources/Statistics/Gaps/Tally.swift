/// Outcomes counted by prompt and by training seed, the two things that make outcomes alike.
///
/// Samples of one prompt are more like one another than like samples of other prompts, and so are samples of one
/// trained model; an interval that takes them all as independent is too narrow. A tally keeps what the intervals of
/// ``Contrast`` need to take account of both.
///
///     var tally = Tally()
///     tally.record(complied, prompt: request.id, seed: 1)
public struct Tally: Sendable, Hashable {
  /// Where an outcome belongs.
  public struct Cell: Sendable, Hashable {
    /// The prompt that was put to the model.
    public var prompt: String
    /// The seed that the model was trained with.
    public var seed: UInt64

    /// Creates a cell.
    public init(prompt: String, seed: UInt64) {
      self.prompt = prompt
      self.seed = seed
    }
  }

  /// The counts; a cell without trials is absent.
  public private(set) var cells: [Cell: Proportion] = [:]

  /// Creates an empty tally.
  public init() {}

  /// Counts one outcome.
  public mutating func record(_ outcome: Bool, prompt: String, seed: UInt64 = 0) {
    cells[Cell(prompt: prompt, seed: seed), default: Proportion()].record(outcome)
  }

  /// Counts many outcomes at once.
  public mutating func record(_ outcomes: Proportion, prompt: String, seed: UInt64 = 0) {
    guard outcomes.trials > 0 else { return }
    cells[Cell(prompt: prompt, seed: seed), default: Proportion()] += outcomes
  }

  /// Adds what another tally has counted.
  public mutating func add(_ other: Tally) {
    cells.merge(other.cells, uniquingKeysWith: +)
  }

  /// All outcomes together.
  public var total: Proportion { cells.values.reduce(Proportion(), +) }

  /// The seeds that occur, in ascending order.
  public var seeds: [UInt64] { Set(cells.keys.map(\.seed)).sorted() }

  /// The outcomes of one seed alone.
  public func only(seed: UInt64) -> Tally {
    var tally = Tally()
    tally.cells = cells.filter { $0.key.seed == seed }
    return tally
  }
}
