import { HttpResponse, http } from 'msw';
import type { Operations as AccountsOperations } from '#schemas/generated/services/accounts.ts';
import type { Operations as CatalogOperations } from '#schemas/generated/services/catalog.ts';
import type { Operations, RatingSummary, Review } from '#schemas/generated/services/reviews.ts';
import { decodeCursor, encodeCursor, type Page, pageOf } from '../behaviour/pages.ts';
import type { ServiceHandlers } from '../behaviour/service-handlers.ts';
import { ARTICLE_COUNT, articleAt } from '../shop/articles.ts';

interface Reviews {
  readonly operations: Operations;
  readonly rows: { readonly RatingSummary: RatingSummary; readonly Review: Review };
  readonly announces: { readonly reviewPublished: ReviewPublished };
  readonly asks: {
    readonly 'accounts.listCustomers': AccountsOperations['listCustomers'];
    readonly 'catalog.getProduct': CatalogOperations['getProduct'];
  };
}

interface ReviewPublished {
  readonly event_id: string;
  readonly published_at: string;
  readonly review: Review;
  readonly rating_summary: RatingSummary;
}

/** Whose the reviews of the contract's examples are, by the name that they show; the others are nobody's. */
const EXAMPLE_AUTHORS: Readonly<Record<string, string>> = { 'Mara L.': 'acct_mara', Jonas: 'acct_jonas' };
const UNKNOWN_SELLER = 'sell_unknown';

/** Reviews can be written once for each product, changed and taken back; ratings follow. */
export const reviews: ServiceHandlers<Reviews> = (parts) => {
  const { collection, received, refuse, announce, ask, random, now } = parts;
  const written = collection('Review', {
    key: ({ id }) => id,
    generated: ARTICLE_COUNT,
    complete: (review, { index }) => reviewed(review, index),
  });
  const summaries = collection('RatingSummary', {
    key: summaryKey,
    generated: ARTICLE_COUNT,
    complete: (summary, { index }) => rated(summary, index),
  });
  const authorOfReview = new Map<string, string>();
  const votes = new Map<string, Set<string>>();

  const authorOf = ({ id, author_name: name }: Review): string | undefined =>
    authorOfReview.get(id) ?? (Object.hasOwn(EXAMPLE_AUTHORS, name) ? EXAMPLE_AUTHORS[name] : undefined);
  const newestFirst = (): readonly Review[] =>
    written.all().toSorted((left, right) => (left.created_at < right.created_at ? 1 : -1));

  /** Throws the refusal of whoever asks for a review that is not there. */
  function existing(request: Request, reviewId: string): Review {
    const review = written.find(reviewId);
    if (review === undefined) throw refuse(request, 404, { detail: `No review has the id ${reviewId}.` });
    return review;
  }

  /** Throws the refusal of whoever asks for somebody else's review. */
  function ownReview(request: Request, reviewId: string, subject: string): Review {
    const review = existing(request, reviewId);
    if (authorOf(review) !== subject)
      throw refuse(request, 403, { detail: 'The review belongs to somebody else.' });
    return review;
  }

  /** A product's ratings are those of whoever sells it first in the list. Undefined when there are none left. */
  function rate(productId: string, sellerId: string, rating: number, by: 1 | -1): RatingSummary | undefined {
    const before = summaries.all().find(({ product_id: id }) => id === productId);
    if (before === undefined) {
      const first = { product_id: productId, seller_id: sellerId, average: rating, review_count: 1 };
      return by === 1 ? summaries.add(first) : undefined;
    }
    if (before.review_count + by > 0)
      return summaries.change(summaryKey(before), counted(before, rating, by));
    summaries.remove(summaryKey(before));
    return undefined;
  }

  return [
    http.get('/reviews', ({ request }) => {
      const { productIds, limitPerProduct } = received(request, 'listReviews');
      const newest = newestFirst();
      const found = productIds.flatMap(
        (id) =>
          pageOf(
            newest.filter(({ product_id: product }) => product === id),
            limitPerProduct,
          ).rows,
      );
      return HttpResponse.json({ reviews: found });
    }),
    http.post('/reviews', async ({ request }) => {
      const { body, subject } = received(request, 'createReview');
      const product = await ask('catalog.getProduct', { id: body.product_id });
      const customers = await ask('accounts.listCustomers', { ids: [subject] });
      if (product?.ok === false) {
        const errors = [{ pointer: '#/product_id', detail: 'is not a product of this shop' }];
        return refuse(request, 422, { detail: `There is no product ${body.product_id}.`, errors });
      }
      if (newestFirst().some((one) => one.product_id === body.product_id && authorOf(one) === subject))
        return refuse(request, 409, { detail: 'A customer may review a product once.' });
      const review = written.add({
        title: null,
        photo_ids: [],
        ...body,
        id: `rev_${random.text(8)}`,
        author_name: customers?.ok === true ? (customers.body[0]?.displayName ?? subject) : subject,
        verified_purchase: false,
        helpful_count: 0,
        created_at: now(),
        edited_at: null,
      });
      authorOfReview.set(review.id, subject);
      const sellerId = product?.body.sellerId ?? UNKNOWN_SELLER;
      const summary = rate(review.product_id, sellerId, review.rating, 1);
      if (summary === undefined) throw new Error('a new review has no rating');
      announce('reviewPublished', {
        event_id: random.uuid(),
        published_at: now(),
        review,
        rating_summary: summary,
      });
      return HttpResponse.json(review, { status: 201, headers: { location: `/reviews/${review.id}` } });
    }),
    http.get('/reviews/:reviewId', ({ request }) => {
      const { reviewId } = received(request, 'getReview');
      return HttpResponse.json(existing(request, reviewId));
    }),
    http.patch('/reviews/:reviewId', ({ request }) => {
      const { reviewId, body, subject } = received(request, 'updateReview');
      const before = ownReview(request, reviewId, subject);
      const review = written.change(reviewId, { ...body, edited_at: now() });
      rate(review.product_id, UNKNOWN_SELLER, review.rating, 1);
      rate(review.product_id, UNKNOWN_SELLER, before.rating, -1);
      return HttpResponse.json(review);
    }),
    http.delete('/reviews/:reviewId', ({ request }) => {
      const { reviewId, subject } = received(request, 'deleteReview');
      const review = ownReview(request, reviewId, subject);
      written.remove(reviewId);
      rate(review.product_id, UNKNOWN_SELLER, review.rating, -1);
      return new HttpResponse(null, { status: 204 });
    }),
    http.put('/reviews/:reviewId/helpful-vote', ({ request }) => {
      const { reviewId, subject } = received(request, 'voteHelpful');
      return vote(existing(request, reviewId), subject, true);
    }),
    http.delete('/reviews/:reviewId/helpful-vote', ({ request }) => {
      const { reviewId, subject } = received(request, 'withdrawHelpfulVote');
      return vote(existing(request, reviewId), subject, false);
    }),
    http.get('/latest-reviews', ({ request }) => {
      const { limit, cursor, minRating = 1 } = received(request, 'listLatestReviews');
      const found = newestFirst().filter(({ rating }) => rating >= minRating);
      return presentPage(pageOf(after(found, cursor), limit));
    }),
    http.get('/own-reviews', ({ request }) => {
      const { limit, cursor, subject } = received(request, 'listOwnReviews');
      const found = newestFirst().filter((review) => authorOf(review) === subject);
      return presentPage(pageOf(after(found, cursor), limit));
    }),
    http.get('/rating-summaries', ({ request }) => {
      const { productIds } = received(request, 'getRatingSummaries');
      const found = summaries.all().filter(({ product_id: id }) => productIds.includes(id));
      return HttpResponse.json({ summaries: found });
    }),
  ];

  function vote({ id, helpful_count: count }: Review, subject: string, counts: boolean): Response {
    const voters = votes.get(id) ?? new Set();
    votes.set(id, voters);
    if (counts !== voters.has(subject)) {
      if (counts) voters.add(subject);
      else voters.delete(subject);
      written.change(id, { helpful_count: count + (counts ? 1 : -1) });
    }
    return new HttpResponse(null, { status: 204 });
  }
};

const NAMES = ['Tove', 'Brendan', 'Anouk', 'Samir', 'Greta', 'Odd', 'Lucía'];
const OPINIONS = [
  'Does what it should, and looks good on the table.',
  'Heavier than I thought, and better for it.',
  'Arrived well packed. A gift for my sister, who asked for a second one.',
  'A little smaller than in the picture; I keep it all the same.',
];
/** Before the contract's own examples, a day apart. */
const FIRST_REVIEW_MS = Date.parse('2026-04-01T18:00:00Z');
const DAY_MS = 86_400_000;

function reviewed(review: Review, index: number): Review {
  return {
    ...review,
    id: `rev_gen${index + 1}`,
    product_id: articleAt(index).productId,
    author_name: NAMES[index % NAMES.length] ?? '',
    rating: 3 + (index % 3),
    title: null,
    body: OPINIONS[index % OPINIONS.length] ?? '',
    created_at: new Date(FIRST_REVIEW_MS + index * DAY_MS).toISOString(),
    edited_at: null,
    photo_ids: [],
  };
}

function rated(summary: RatingSummary, index: number): RatingSummary {
  const { productId, sellerId } = articleAt(index);
  const stars = 3 + (index % 3);
  return {
    ...summary,
    product_id: productId,
    seller_id: sellerId,
    average: stars,
    review_count: 1,
    by_stars: [0, 0, 0, 0, 0].with(stars - 1, 1),
  };
}

function summaryKey({ product_id: productId, seller_id: sellerId }: RatingSummary): string {
  return `${productId} ${sellerId}`;
}

function presentPage({ rows, last }: Page<Review>): Response {
  const next = last === undefined ? null : encodeCursor(last.created_at);
  return HttpResponse.json({ items: rows, next_cursor: next });
}

function after(newest: readonly Review[], cursor: string | undefined): readonly Review[] {
  if (cursor === undefined) return newest;
  const place = decodeCursor(cursor);
  return newest.filter(({ created_at: at }) => at < place);
}

/** With one decimal, as the contract's examples have it. */
function counted(summary: RatingSummary, rating: number, by: 1 | -1): RatingSummary {
  const { average, review_count: before, by_stars: stars } = summary;
  const count = before + by;
  const exact = (average * before + rating * by) / count;
  return {
    ...summary,
    review_count: count,
    average: Math.min(5, Math.max(1, Math.round(exact * 10) / 10)),
    ...(stars === undefined ? {} : { by_stars: stars.with(rating - 1, (stars[rating - 1] ?? 0) + by) }),
  };
}
