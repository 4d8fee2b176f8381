import type { EmailEntry, KeyedEntry, PhysicalAddress } from '../../ews/properties/contact-entries.ts';
import type { Recipient } from '../../ews/properties/recipient.ts';
import type { PortableContent, PortableFile } from './portable-content.ts';

/** A person in an address book. What is undefined nobody has filled in. */
export interface PortableContact extends PortableContent {
  readonly kind: 'contact';
  /** The name under which it is sorted. */
  readonly fileAs: string | undefined;
  /** How the server makes that name up (`LastCommaFirst`); `None` where somebody wrote it. */
  readonly fileAsMapping: string | undefined;
  readonly displayName: string | undefined;
  /** What stands before the name: Dr. */
  readonly title: string | undefined;
  readonly givenName: string | undefined;
  readonly middleName: string | undefined;
  readonly surname: string | undefined;
  /** What stands after the name: Jr. */
  readonly suffix: string | undefined;
  readonly initials: string | undefined;
  readonly nickname: string | undefined;
  readonly companyName: string | undefined;
  readonly department: string | undefined;
  readonly jobTitle: string | undefined;
  readonly officeLocation: string | undefined;
  readonly manager: string | undefined;
  readonly assistantName: string | undefined;
  readonly profession: string | undefined;
  readonly spouseName: string | undefined;
  readonly children: readonly string[];
  /** Companies to which it belongs besides its own: Outlook's field, seldom used. */
  readonly companies: readonly string[];
  readonly mileage: string | undefined;
  readonly businessHomePage: string | undefined;
  /** yyyy-mm-dd. */
  readonly birthday: string | undefined;
  /** yyyy-mm-dd. */
  readonly weddingAnniversary: string | undefined;
  /** Keys EmailAddress1 to EmailAddress3. */
  readonly emailAddresses: readonly EmailEntry[];
  /** Keys as in `phoneKeys` of ews/properties/contact-entry.ts. */
  readonly phoneNumbers: readonly KeyedEntry[];
  /** Keys ImAddress1 to ImAddress3. */
  readonly imAddresses: readonly KeyedEntry[];
  /** Keys Business, Home, Other. */
  readonly physicalAddresses: readonly PhysicalAddress[];
  /** Which of the postal addresses is the one to write to. */
  readonly mailingAddress: 'None' | 'Business' | 'Home' | 'Other' | undefined;
  readonly photo: PortableFile | undefined;
}

/** A group of people in an address book (a private distribution list). */
export interface PortableContactGroup extends PortableContent {
  readonly kind: 'contactGroup';
  readonly displayName: string | undefined;
  readonly fileAs: string | undefined;
  /** Names and addresses of its members, groups among them as they are told. */
  readonly members: readonly Recipient[];
}
