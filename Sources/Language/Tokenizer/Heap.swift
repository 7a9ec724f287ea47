/// A priority queue that gives out its smallest element first.
///
/// - Complexity: O(log *n*) to add and to take.
struct Heap<Element: Comparable> {
  private var elements: [Element] = []

  /// Adds an element.
  mutating func insert(_ element: Element) {
    var child = elements.count
    elements.append(element)
    while child > 0, elements[child] < elements[(child - 1) / 2] {
      elements.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  /// Takes the smallest element; `nil` when there is none.
  mutating func popMin() -> Element? {
    guard let smallest = elements.first, let last = elements.popLast() else { return nil }
    if elements.isEmpty { return smallest }
    elements[0] = last
    var parent = 0
    while 2 * parent + 1 < elements.count {
      var child = 2 * parent + 1
      if child + 1 < elements.count, elements[child + 1] < elements[child] { child += 1 }
      guard elements[child] < elements[parent] else { break }
      elements.swapAt(parent, child)
      parent = child
    }
    return smallest
  }
}
