/** Plain words for texts about which nothing is known. */
export const WORDS: readonly string[] =
  'amber anchor apple april arrow aspen basil beacon birch bloom breeze bridge bronze canyon cedar cherry cliff clover coral cotton crystal dawn delta drift echo ember fable falcon fern field flint forest garden glacier granite harbor hazel heron hill indigo iris ivory jade juniper kettle lagoon lake lantern laurel lemon lilac linen lotus maple marble meadow mint mirror moss nectar north oak ocean olive onyx opal orchard otter pearl pebble pepper pine plum prairie quartz quill raven reef ridge river robin rose saffron sage sand silver sparrow spring spruce stone summit sunset teal thistle tide timber topaz tulip valley velvet violet walnut willow winter wren'.split(
    ' ',
  );
