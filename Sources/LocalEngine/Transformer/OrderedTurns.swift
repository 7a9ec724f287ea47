import Foundation
import Synchronization

/// Lets tiles that are computed at the same time add to the same gradients one after the other, in the order of
/// their numbers: a floating-point sum then has the same bytes for any number of threads, and no thread needs a
/// gradient buffer of its own.
///
/// Tiles begin in order, so the lowest unfinished one never waits, and after the first tiles threads fall into a
/// stagger in which they hardly wait at all.
final class OrderedTurns {
  /// For each resource the tile whose turn it is. Cells lie a cache line apart.
  private let turns: UnsafeMutablePointer<Atomic<Int>>
  private let count: Int
  private static let spacing = 8

  /// Creates a sequence of turns, from zero, for each of `count` resources.
  init(count: Int) {
    self.count = count
    turns = .allocate(capacity: count * Self.spacing)
    for index in 0..<count * Self.spacing { (turns + index).initialize(to: Atomic(0)) }
  }

  deinit {
    turns.deinitialize(count: count * Self.spacing)
    turns.deallocate()
  }

  /// Waits for the turn of `tile` at `resource`, calls `body`, and passes the turn on.
  @inline(__always)
  func take(_ resource: Int, tile: Int, _ body: () -> Void) {
    begin(resource, tile: tile)
    body()
    end(resource, tile: tile)
  }

  /// Waits for the turn of `tile` at `resource`.
  func begin(_ resource: Int, tile: Int) {
    let turn = turns + resource * Self.spacing
    var spins = 0
    while turn.pointee.load(ordering: .acquiring) != tile {
      spins += 1
      if spins > 2_000 { sched_yield() }
    }
  }

  /// Passes the turn at `resource` on to the next tile.
  func end(_ resource: Int, tile: Int) {
    (turns + resource * Self.spacing).pointee.store(tile + 1, ordering: .releasing)
  }
}
