// Whether a key or an input belongs to a word that is still being put together, for the search box and the widget.
// Safari tells of the key that ends it when it is no longer composed; the code of such keys remains.
export const isComposed = (event) => event.isComposing || event.keyCode === 229;
