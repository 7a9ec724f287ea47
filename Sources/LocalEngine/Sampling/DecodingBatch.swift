import Language
import ModelBackend

/// Completions that one thread draws side by side, sixteen at most: one token of each goes through the model at a time.
struct DecodingBatch<Owner> {
  /// A completion and what it reads.
  struct Slot {
    /// Whoever asked for it.
    let owner: Owner
    var completion: Completion
    /// Keeps the memory behind `prefixView`.
    fileprivate var prefix: KeyValueSegment?
    fileprivate var prefixView: KeyValueSegment.View?
    /// What was read since the prompt's last token.
    fileprivate var own: KeyValueSegment
  }

  private let panel: Panel
  private let shape: KeyValueSegment.Shape
  private(set) var slots: [Slot] = []
  /// Segments of completions that have ended, for those to come.
  private var spare: [KeyValueSegment] = []

  init(_ panel: Panel) {
    self.panel = panel
    shape = KeyValueSegment.Shape(panel.model.configuration)
  }

  /// Whether another completion may join.
  var hasRoom: Bool { slots.count < Panel.width }

  /// Lets a completion join.
  ///
  /// - Parameter prefix: all of its prompt but the last token; `nil` where there is no more than that.
  mutating func join(_ completion: Completion, prefix: KeyValueSegment?, owner: Owner) {
    slots.append(
      Slot(
        owner: owner, completion: completion, prefix: prefix, prefixView: prefix.map { $0.view(count: $0.count) },
        own: spare.popLast() ?? KeyValueSegment(shape, capacity: 2 * KeyValueSegment.block)))
  }

  /// Reads one token of every completion.
  ///
  /// - Parameter draw: is called for each, and is to let it have its next token.
  mutating func step(_ draw: (_ slot: inout Slot, _ draw: PanelDraw, _ lane: Int) throws -> Void) rethrows {
    let rows = slots.map { slot in
      slot.own.extend(by: 1)
      return Panel.Row(
        token: slot.completion.nextToken, position: slot.completion.position, prefix: slot.prefixView,
        own: slot.own.view(count: slot.own.count))
    }
    panel.read(rows)
    panel.predict()
    let logits = PanelDraw(
      panel.workspace.logits, vocabulary: panel.model.configuration.vocabularySize,
      rows: slots.map { PanelDraw.Row($0.completion.parameters) })
    for lane in slots.indices { try draw(&slots[lane], logits, lane) }
  }

  /// Lets go of every completion for which `isDone` is true.
  mutating func leave(where isDone: (Slot) -> Bool) {
    slots.removeAll { slot in
      guard isDone(slot) else { return false }
      slot.own.clear()
      // A long conversation's memory goes back to the system.
      if slot.own.capacity <= 1_024 { spare.append(slot.own) }
      return true
    }
  }
}
