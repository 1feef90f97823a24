import { HttpResponse, http } from 'msw';
import type { Asset, NewUpload, Operations, Upload } from '#schemas/generated/services/media.ts';
import { pageOf } from '../behaviour/pages.ts';
import type { ServiceHandlers } from '../behaviour/service-handlers.ts';
import type { ReceivedFile } from '../bytes/receive-bytes.ts';
import { readPicture } from '../shop/read-picture.ts';

interface Media {
  readonly operations: Omit<Operations, 'putAvatar' | 'putUploadBytes' | 'uploadAsset'> & {
    readonly putAvatar: { readonly input: { readonly AccountId: string } };
    readonly putUploadBytes: { readonly input: { readonly UploadId: string } };
    readonly uploadAsset: { readonly input: object };
  };
  readonly rows: { readonly Asset: Asset; readonly Upload: Upload };
  readonly announces: { readonly uploadCompleted: UploadCompleted };
}

interface UploadCompleted {
  readonly UploadId: string;
  readonly CompletedAt: string;
  readonly Asset: Asset;
}

/** Whose the uploads and the avatar of the contract's examples are. */
const EXAMPLES_OWNER = 'acct_mara';
const MAX_UNFINISHED = 20;
const EXPIRY_MS = 15 * 60_000;
const THUMBNAIL_PIXELS = 160;

/** Pictures are uploaded to presigned addresses of the mock itself, and come back as the very bytes that were sent. */
export const media: ServiceHandlers<Media> = (parts) => {
  const { collection, received, refuse, announce, random, now, url, discard } = parts;
  const uploads = collection('Upload', { key: ({ Id }) => Id });
  const assets = collection('Asset', { key: ({ Id }) => Id });
  const owners = new Map<string, string>();
  const bytes = new Map<string, ReceivedFile>();
  const avatars = new Map<string, string | undefined>();

  const ownerOf = (id: string): string => owners.get(id) ?? EXAMPLES_OWNER;
  const avatarOf = (account: string): Asset | undefined => {
    const known = assets.all().find(({ OwnerId, Purpose }) => OwnerId === account && Purpose === 'Avatar');
    const id = avatars.has(account) ? avatars.get(account) : known?.Id;
    return id === undefined ? undefined : assets.find(id);
  };

  /** An upload whose time is over has expired, whether or not anybody looked. */
  function present(upload: Upload): Upload {
    const isOpen = upload.Status === 'AwaitingBytes' || upload.Status === 'Received';
    return isOpen && upload.ExpiresAt <= now() ? { ...upload, Status: 'Expired' } : upload;
  }

  /** Throws the refusal of whoever asks for an upload that is not there, or is somebody else's. */
  function ownUpload(request: Request, id: string, subject: string): Upload {
    const upload = uploads.find(id);
    if (upload === undefined) throw refuse(request, 404, { detail: `There is no upload ${id}.` });
    if (ownerOf(id) !== subject)
      throw refuse(request, 403, { detail: 'The upload belongs to somebody else.' });
    return present(upload);
  }

  function refuseType(request: Request, pointer: string): Response {
    const errors = [{ pointer, detail: 'must be the picture that it says it is' }];
    return refuse(request, 415, { detail: 'The file is not the picture that it says it is.', errors });
  }

  function refuseSize(request: Request, maxBytes: number, pointer: string): Response {
    const errors = [{ pointer, detail: `must have at most ${maxBytes} bytes` }];
    return refuse(request, 413, {
      detail: `A picture may have ${maxBytes} bytes here.`,
      errors,
      MaxBytes: maxBytes,
    });
  }

  /** Undefined for a file that is not the picture that it says it is. */
  async function keep(
    file: ReceivedFile,
    asset: Pick<Asset, 'Alt' | 'OwnerId' | 'Purpose'>,
  ): Promise<Asset | undefined> {
    const picture = await readPicture(file.path);
    if (picture?.mediaType !== file.mediaType) return undefined;
    const { width: Width, height: Height, mediaType: ContentType } = picture;
    const Id = `ast_${random.text(10)}`;
    const Url = `${url()}/assets/${Id}/content`;
    const scale = Math.min(1, THUMBNAIL_PIXELS / Math.max(Width, Height));
    const small = {
      Width: Math.max(1, Math.round(Width * scale)),
      Height: Math.max(1, Math.round(Height * scale)),
    };
    bytes.set(Id, file);
    return assets.add({
      ...asset,
      Id,
      ContentType,
      ByteLength: file.size,
      Width,
      Height,
      Url,
      CreatedAt: now(),
      Renditions: { thumbnail: { Url, ...small } },
    });
  }

  function remove(id: string): void {
    const file = bytes.get(id);
    if (file !== undefined) discard(file);
    bytes.delete(id);
  }

  function createUpload(body: NewUpload, owner: string): Upload {
    const Id = `upl_${random.text(8)}`;
    owners.set(Id, owner);
    const { ContentType, ByteLength } = body;
    return uploads.add({
      ...body,
      Id,
      Status: 'AwaitingBytes',
      CreatedAt: now(),
      ExpiresAt: new Date(Date.parse(now()) + EXPIRY_MS).toISOString(),
      Target: {
        Method: 'PUT',
        Url: `${url()}/upload-slots/${Id}?Signature=${random.text(22)}`,
        Headers: { 'Content-Type': ContentType, 'Content-Length': String(ByteLength) },
        MaxBytes: ByteLength,
      },
      AssetId: null,
    });
  }

  return [
    http.get('/uploads', ({ request }) => {
      const { Limit, StartingAfter, subject } = received(request, 'listUploads');
      const own = uploads
        .all()
        .map(present)
        .filter(({ Id, Status }) => ownerOf(Id) === subject && Status !== 'Completed')
        .toReversed();
      const start = StartingAfter === undefined ? -1 : own.findIndex(({ Id }) => Id === StartingAfter);
      if (StartingAfter !== undefined && start === -1) {
        const errors = [{ pointer: '#/StartingAfter', detail: 'is none of your uploads' }];
        return refuse(request, 400, { detail: 'The page begins nowhere.', errors });
      }
      const { rows, last } = pageOf(own.slice(start + 1), Limit);
      return HttpResponse.json({ Uploads: rows, HasMore: last !== undefined });
    }),
    http.post('/uploads', ({ request }) => {
      const { body, subject } = received(request, 'createUpload');
      const open = uploads.all().map(present);
      const unfinished = open.filter(({ Id, Status }) => ownerOf(Id) === subject && /Aw|Rec/.test(Status));
      if (unfinished.length >= MAX_UNFINISHED)
        return refuse(request, 409, {
          detail: `Finish or delete one of your ${MAX_UNFINISHED} uploads first.`,
        });
      const upload = createUpload(body, subject);
      return HttpResponse.json(upload, { status: 201, headers: { location: `/uploads/${upload.Id}` } });
    }),
    http.get('/uploads/:UploadId', ({ request }) => {
      const { UploadId, subject } = received(request, 'getUpload');
      return HttpResponse.json(ownUpload(request, UploadId, subject));
    }),
    http.delete('/uploads/:UploadId', ({ request }) => {
      const { UploadId, subject } = received(request, 'deleteUpload');
      const upload = ownUpload(request, UploadId, subject);
      if (upload.Status === 'Completed')
        return refuse(request, 409, { detail: `Delete the asset ${upload.AssetId ?? ''} instead.` });
      if (upload.Status !== 'Expired') uploads.remove(UploadId);
      remove(UploadId);
      return new HttpResponse(null, { status: 204 });
    }),
    http.put('/uploads/:UploadId/completion', async ({ request }) => {
      const { UploadId, body, subject } = received(request, 'completeUpload');
      const upload = ownUpload(request, UploadId, subject);
      const made = upload.AssetId === null ? undefined : assets.find(upload.AssetId);
      if (made !== undefined) return HttpResponse.json(made);
      // Nobody has sent the bytes of the contract's examples: it answers itself.
      if (!owners.has(UploadId)) return undefined;
      const file = bytes.get(UploadId);
      if (upload.Status !== 'Received' || file === undefined) {
        return refuse(request, 409, {
          detail: `${file?.size ?? 0} of ${upload.ByteLength} bytes were received.`,
          UploadStatus: upload.Status,
          ReceivedBytes: file?.size ?? 0,
        });
      }
      const asset = await keep(file, { OwnerId: subject, Purpose: upload.Purpose, Alt: body.Alt });
      if (asset === undefined) {
        uploads.change(UploadId, { Status: 'Rejected' });
        return refuseType(request, '#');
      }
      uploads.change(UploadId, { Status: 'Completed', AssetId: asset.Id });
      announce('uploadCompleted', { UploadId, CompletedAt: now(), Asset: asset });
      return HttpResponse.json(asset);
    }),
    {
      bytes: 'putUploadBytes',
      admit(request) {
        const { UploadId } = received(request, 'putUploadBytes');
        const upload = uploads.find(UploadId);
        if (upload === undefined) return refuse(request, 404, { detail: `There is no upload ${UploadId}.` });
        const closed = (detail: string): Response => refuse(request, 403, { detail });
        if (new URL(request.url).search !== new URL(upload.Target.Url).search)
          return closed('It is signed otherwise.');
        if (present(upload).Status === 'Expired') return closed(`It expired at ${upload.ExpiresAt}.`);
        if (upload.Status !== 'AwaitingBytes') return closed('It was used already.');
        if (request.headers.get('content-type') !== upload.ContentType) return refuseType(request, '#');
        return { maxBytes: upload.ByteLength };
      },
      tooLarge: (request, maxBytes) => refuseSize(request, maxBytes, '#'),
      answer(request, { files }) {
        const { UploadId } = received(request, 'putUploadBytes');
        const file = files.get('body');
        const upload = uploads.find(UploadId);
        if (file === undefined || upload === undefined) return undefined;
        if (file.size < upload.ByteLength) {
          const errors = [{ pointer: '#/Content-Length', detail: `must be ${upload.ByteLength}` }];
          return refuse(request, 400, { detail: `Only ${file.size} bytes were sent.`, errors });
        }
        bytes.set(UploadId, file);
        uploads.change(UploadId, { Status: 'Received' });
        return new HttpResponse(null, { status: 204 });
      },
    },
    http.get('/assets', ({ request }) => {
      const { Ids } = received(request, 'listAssets');
      return HttpResponse.json({ Assets: Ids.flatMap((id) => assets.find(id) ?? []) });
    }),
    {
      bytes: 'uploadAsset',
      tooLarge: (request, maxBytes) => refuseSize(request, maxBytes, '#/File'),
      async answer(request, { files, fields }) {
        const { subject } = received(request, 'uploadAsset');
        const file = files.get('File');
        const purpose = (['ReviewPhoto', 'ProductImage', 'Avatar'] as const).find(
          (one) => one === fields['Purpose'],
        );
        if (file === undefined || purpose === undefined) return undefined;
        const { Alt = null } = fields;
        const asset = await keep(file, {
          OwnerId: subject,
          Purpose: purpose,
          Alt: typeof Alt === 'string' ? Alt : null,
        });
        if (asset === undefined) return refuseType(request, '#/File');
        return HttpResponse.json(asset, { status: 201, headers: { location: `/assets/${asset.Id}` } });
      },
    },
    http.get('/assets/:AssetId', ({ request }) => {
      const { AssetId } = received(request, 'getAsset');
      const asset = assets.find(AssetId);
      return asset === undefined
        ? refuse(request, 404, { detail: `No asset has the id ${AssetId}.` })
        : HttpResponse.json(asset);
    }),
    http.delete('/assets/:AssetId', ({ request }) => {
      const { AssetId, subject } = received(request, 'deleteAsset');
      const asset = assets.find(AssetId);
      if (asset === undefined) return refuse(request, 404, { detail: `No asset has the id ${AssetId}.` });
      if (asset.OwnerId !== subject)
        return refuse(request, 403, { detail: 'The picture belongs to somebody else.' });
      assets.remove(AssetId);
      remove(AssetId);
      return new HttpResponse(null, { status: 204 });
    }),
    {
      bytes: 'getAssetContent',
      answer(request) {
        const { AssetId } = received(request, 'getAssetContent');
        const file = bytes.get(AssetId);
        if (file !== undefined) return { file, mediaType: file.mediaType };
        // Nobody has the bytes of the contract's examples: it answers with a sample.
        if (assets.find(AssetId) !== undefined) return undefined;
        return refuse(request, 404, { detail: `No asset has the id ${AssetId}.` });
      },
    },
    http.get('/avatars', ({ request }) => {
      const { AccountIds } = received(request, 'listAvatars');
      const found = AccountIds.flatMap((id) => {
        const avatar = avatarOf(id);
        return avatar === undefined ? [] : [[id, avatar] as const];
      });
      return HttpResponse.json(Object.fromEntries(found));
    }),
    {
      bytes: 'putAvatar',
      admit(request) {
        const { AccountId, subject } = received(request, 'putAvatar');
        return AccountId === subject
          ? undefined
          : refuse(request, 403, { detail: 'The account belongs to somebody else.' });
      },
      tooLarge: (request, maxBytes) => refuseSize(request, maxBytes, '#'),
      async answer(request, { files }) {
        const { subject } = received(request, 'putAvatar');
        const file = files.get('body');
        if (file === undefined) return undefined;
        const asset = await keep(file, { OwnerId: subject, Purpose: 'Avatar', Alt: null });
        if (asset === undefined) return refuseType(request, '#');
        avatars.set(subject, asset.Id);
        return HttpResponse.json(asset);
      },
    },
    http.delete('/avatars/:AccountId', ({ request }) => {
      const { AccountId, subject } = received(request, 'deleteAvatar');
      if (AccountId !== subject)
        return refuse(request, 403, { detail: 'The account belongs to somebody else.' });
      avatars.set(subject, undefined);
      return new HttpResponse(null, { status: 204 });
    }),
  ];
};
