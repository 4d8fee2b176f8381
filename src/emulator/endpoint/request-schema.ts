/**
 * What the requests of the operations that the emulator serves are made of: facts of the Exchange2010_SP2 schema, one type or request element a line,
 * written by request-schema.test.ts. After the name:
 * - `is TYPE`: the type of the request element whose name stands in `< >`;
 * - `words A B`: one of these words; `list TYPE`: several, with spaces between; `union TYPE TYPE`: one or the other;
 * - `limited TYPE minInclusive=1`: with such a limit;
 * - `elements`: attributes `@Name=TYPE`, with `!` when they must be there and `-` for a type when they may not, and children `name=TYPE` in their order, with `?`, `*` or `+` for how
 *   often; `( )` is one after the other, `[ ]` one of these. `+TYPE` before them is a type that this one adds to, `-TYPE` one whose attributes it has,
 *   `~TYPE` that of its text.
 */
export const requestSchema = String.raw`
<m:ConvertId> is m:ConvertIdType
<m:CopyFolder> is m:CopyFolderType
<m:CopyItem> is m:CopyItemType
<m:CreateAttachment> is m:CreateAttachmentType
<m:CreateFolder> is m:CreateFolderType
<m:CreateItem> is m:CreateItemType
<m:DeleteAttachment> is m:DeleteAttachmentType
<m:DeleteFolder> is m:DeleteFolderType
<m:DeleteItem> is m:DeleteItemType
<m:EmptyFolder> is m:EmptyFolderType
<m:ExpandDL> is m:ExpandDLType
<m:FindConversation> is m:FindConversationType
<m:FindFolder> is m:FindFolderType
<m:FindItem> is m:FindItemType
<m:GetAttachment> is m:GetAttachmentType
<m:GetDelegate> is m:GetDelegateType
<m:GetEvents> is m:GetEventsType
<m:GetFolder> is m:GetFolderType
<m:GetInboxRules> is m:GetInboxRulesRequestType
<m:GetItem> is m:GetItemType
<m:GetRoomLists> is m:GetRoomListsType
<m:GetRooms> is m:GetRoomsType
<m:GetServerTimeZones> is m:GetServerTimeZonesType
<m:GetStreamingEvents> is m:GetStreamingEventsType
<m:GetUserAvailabilityRequest> is m:GetUserAvailabilityRequestType
<m:GetUserConfiguration> is m:GetUserConfigurationType
<m:GetUserOofSettingsRequest> is m:GetUserOofSettingsRequest
<m:MoveFolder> is m:MoveFolderType
<m:MoveItem> is m:MoveItemType
<m:ResolveNames> is m:ResolveNamesType
<m:SendItem> is m:SendItemType
<m:SetUserOofSettingsRequest> is m:SetUserOofSettingsRequest
<m:Subscribe> is m:SubscribeType
<m:SyncFolderHierarchy> is m:SyncFolderHierarchyType
<m:SyncFolderItems> is m:SyncFolderItemsType
<m:Unsubscribe> is m:UnsubscribeType
<m:UpdateFolder> is m:UpdateFolderType
<m:UpdateInboxRules> is m:UpdateInboxRulesRequestType
<m:UpdateItem> is m:UpdateItemType
m:BaseDelegateType elements +m:BaseRequestType ( m:Mailbox=t:EmailAddressType )
m:BaseMoveCopyFolderType elements +m:BaseRequestType ( m:ToFolderId=t:TargetFolderIdType m:FolderIds=t:NonEmptyArrayOfBaseFolderIdsType )
m:BaseMoveCopyItemType elements +m:BaseRequestType ( m:ToFolderId=t:TargetFolderIdType m:ItemIds=t:NonEmptyArrayOfBaseItemIdsType m:ReturnNewItemIds=xs:boolean? )
m:BaseRequestType elements
m:ConvertIdType elements +m:BaseRequestType @DestinationFormat!=t:IdFormatType ( m:SourceIds=t:NonEmptyArrayOfAlternateIdsType )
m:CopyFolderType elements +m:BaseMoveCopyFolderType
m:CopyItemType elements +m:BaseMoveCopyItemType
m:CreateAttachmentType elements +m:BaseRequestType ( m:ParentItemId=t:ItemIdType m:Attachments=t:NonEmptyArrayOfAttachmentsType )
m:CreateFolderType elements +m:BaseRequestType ( m:ParentFolderId=t:TargetFolderIdType m:Folders=t:NonEmptyArrayOfFoldersType )
m:CreateItemType elements +m:BaseRequestType @MessageDisposition=t:MessageDispositionType @SendMeetingInvitations=t:CalendarItemCreateOrDeleteOperationType ( m:SavedItemFolderId=t:TargetFolderIdType? m:Items=t:NonEmptyArrayOfAllItemsType )
m:DeleteAttachmentType elements +m:BaseRequestType ( m:AttachmentIds=t:NonEmptyArrayOfRequestAttachmentIdsType )
m:DeleteFolderType elements +m:BaseRequestType @DeleteType!=t:DisposalType ( m:FolderIds=t:NonEmptyArrayOfBaseFolderIdsType )
m:DeleteItemType elements +m:BaseRequestType @DeleteType!=t:DisposalType @SendMeetingCancellations=t:CalendarItemCreateOrDeleteOperationType @AffectedTaskOccurrences=t:AffectedTaskOccurrencesType ( m:ItemIds=t:NonEmptyArrayOfBaseItemIdsType )
m:EmptyFolderType elements +m:BaseRequestType @DeleteType!=t:DisposalType @DeleteSubFolders!=xs:boolean ( m:FolderIds=t:NonEmptyArrayOfBaseFolderIdsType )
m:ExpandDLType elements +m:BaseRequestType ( m:Mailbox=t:EmailAddressType )
m:FindConversationType elements +m:BaseRequestType ( m:IndexedPageItemView=t:IndexedPageViewType m:SortOrder=t:NonEmptyArrayOfFieldOrdersType? m:ParentFolderId=t:TargetFolderIdType )
m:FindFolderType elements +m:BaseRequestType @Traversal!=t:FolderQueryTraversalType ( m:FolderShape=t:FolderResponseShapeType [ m:IndexedPageFolderView=t:IndexedPageViewType m:FractionalPageFolderView=t:FractionalPageViewType ]? m:Restriction=t:RestrictionType? m:ParentFolderIds=t:NonEmptyArrayOfBaseFolderIdsType )
m:FindItemType elements +m:BaseRequestType @Traversal!=t:ItemQueryTraversalType ( m:ItemShape=t:ItemResponseShapeType [ m:IndexedPageItemView=t:IndexedPageViewType m:FractionalPageItemView=t:FractionalPageViewType m:CalendarView=t:CalendarViewType m:ContactsView=t:ContactsViewType ]? [ m:GroupBy=t:GroupByType m:DistinguishedGroupBy=t:DistinguishedGroupByType ]? m:Restriction=t:RestrictionType? m:SortOrder=t:NonEmptyArrayOfFieldOrdersType? m:ParentFolderIds=t:NonEmptyArrayOfBaseFolderIdsType m:QueryString=xs:string? )
m:GetAttachmentType elements +m:BaseRequestType ( m:AttachmentShape=t:AttachmentResponseShapeType? m:AttachmentIds=t:NonEmptyArrayOfRequestAttachmentIdsType )
m:GetDelegateType elements +m:BaseDelegateType @IncludePermissions!=xs:boolean ( m:UserIds=t:ArrayOfUserIdType? )
m:GetEventsType elements +m:BaseRequestType ( m:SubscriptionId=t:SubscriptionIdType m:Watermark=t:WatermarkType )
m:GetFolderType elements +m:BaseRequestType ( m:FolderShape=t:FolderResponseShapeType m:FolderIds=t:NonEmptyArrayOfBaseFolderIdsType )
m:GetInboxRulesRequestType elements +m:BaseRequestType ( m:MailboxSmtpAddress=xs:string? )
m:GetItemType elements +m:BaseRequestType ( m:ItemShape=t:ItemResponseShapeType m:ItemIds=t:NonEmptyArrayOfBaseItemIdsType )
m:GetRoomListsType elements +m:BaseRequestType
m:GetRoomsType elements +m:BaseRequestType ( m:RoomList=t:EmailAddressType )
m:GetServerTimeZonesType elements +m:BaseRequestType @ReturnFullTimeZoneData=xs:boolean ( m:Ids=t:NonEmptyArrayOfTimeZoneIdType? )
m:GetStreamingEventsType elements +m:BaseRequestType ( m:SubscriptionIds=t:NonEmptyArrayOfSubscriptionIdsType m:ConnectionTimeout=t:StreamingSubscriptionConnectionTimeoutType )
m:GetUserAvailabilityRequestType elements +m:BaseRequestType ( t:TimeZone=t:SerializableTimeZone? m:MailboxDataArray=t:ArrayOfMailboxData t:FreeBusyViewOptions=t:FreeBusyViewOptionsType? t:SuggestionsViewOptions=t:SuggestionsViewOptionsType? )
m:GetUserConfigurationType elements +m:BaseRequestType ( m:UserConfigurationName=t:UserConfigurationNameType m:UserConfigurationProperties=t:UserConfigurationPropertyType )
m:GetUserOofSettingsRequest elements +m:BaseRequestType ( t:Mailbox=t:EmailAddress )
m:MoveFolderType elements +m:BaseMoveCopyFolderType
m:MoveItemType elements +m:BaseMoveCopyItemType
m:ResolveNamesType elements +m:BaseRequestType @ReturnFullContactData!=xs:boolean @SearchScope=t:ResolveNamesSearchScopeType @ContactDataShape=t:DefaultShapeNamesType ( m:ParentFolderIds=t:NonEmptyArrayOfBaseFolderIdsType? m:UnresolvedEntry=t:NonEmptyStringType )
m:SendItemType elements +m:BaseRequestType @SaveItemToFolder!=xs:boolean ( m:ItemIds=t:NonEmptyArrayOfBaseItemIdsType m:SavedItemFolderId=t:TargetFolderIdType? )
m:SetUserOofSettingsRequest elements +m:BaseRequestType ( t:Mailbox=t:EmailAddress t:UserOofSettings=t:UserOofSettings )
m:SubscribeType elements +m:BaseRequestType [ m:PullSubscriptionRequest=t:PullSubscriptionRequestType m:PushSubscriptionRequest=t:PushSubscriptionRequestType m:StreamingSubscriptionRequest=t:StreamingSubscriptionRequestType ]
m:SyncFolderHierarchyType elements +m:BaseRequestType ( m:FolderShape=t:FolderResponseShapeType m:SyncFolderId=t:TargetFolderIdType? m:SyncState=xs:string? )
m:SyncFolderItemsType elements +m:BaseRequestType ( m:ItemShape=t:ItemResponseShapeType m:SyncFolderId=t:TargetFolderIdType m:SyncState=xs:string? m:Ignore=t:ArrayOfBaseItemIdsType? m:MaxChangesReturned=t:MaxSyncChangesReturnedType m:SyncScope=t:SyncFolderItemsScopeType? )
m:UnsubscribeType elements +m:BaseRequestType ( m:SubscriptionId=t:SubscriptionIdType )
m:UpdateFolderType elements +m:BaseRequestType ( m:FolderChanges=t:NonEmptyArrayOfFolderChangesType )
m:UpdateInboxRulesRequestType elements +m:BaseRequestType ( m:MailboxSmtpAddress=xs:string? m:RemoveOutlookRuleBlob=xs:boolean? m:Operations=t:ArrayOfRuleOperationsType )
m:UpdateItemType elements +m:BaseRequestType @ConflictResolution!=t:ConflictResolutionType @MessageDisposition=t:MessageDispositionType @SendMeetingInvitationsOrCancellations=t:CalendarItemUpdateOperationType ( m:SavedItemFolderId=t:TargetFolderIdType? m:ItemChanges=t:NonEmptyArrayOfItemChangesType )
t:AbsoluteDateTransitionType elements +t:TransitionType ( t:DateTime=xs:dateTime )
t:AbsoluteMonthlyRecurrencePatternType elements +t:IntervalRecurrencePatternBaseType ( t:DayOfMonth=xs:int )
t:AbsoluteYearlyRecurrencePatternType elements +t:RecurrencePatternBaseType ( t:DayOfMonth=xs:int t:Month=t:MonthNamesType )
t:AcceptItemType elements +t:WellKnownResponseObjectType
t:AcceptSharingInvitationType elements +t:ReferenceItemResponseType
t:AffectedTaskOccurrencesType words AllOccurrences SpecifiedOccurrenceOnly
t:AggregateOnType elements @Aggregate!=t:AggregateType [ t:FieldURI=t:PathToUnindexedFieldType t:IndexedFieldURI=t:PathToIndexedFieldType t:ExtendedFieldURI=t:PathToExtendedFieldType ]
t:AggregateType words Minimum Maximum
t:AlternateIdBaseType elements @Format!=t:IdFormatType
t:AlternateIdType elements +t:AlternateIdBaseType @Id!=xs:string @Mailbox!=t:NonEmptyStringType @IsArchive=xs:boolean
t:AlternatePublicFolderIdType elements +t:AlternateIdBaseType @FolderId!=xs:string
t:AlternatePublicFolderItemIdType elements +t:AlternatePublicFolderIdType @ItemId!=xs:string
t:AndType elements +t:MultipleOperandBooleanExpressionType
t:AppendToFolderFieldType elements +t:FolderChangeDescriptionType ( [ t:Folder=t:FolderType t:CalendarFolder=t:CalendarFolderType t:ContactsFolder=t:ContactsFolderType t:SearchFolder=t:SearchFolderType t:TasksFolder=t:TasksFolderType ] )
t:AppendToItemFieldType elements +t:ItemChangeDescriptionType [ t:Item=t:ItemType t:Message=t:MessageType t:CalendarItem=t:CalendarItemType t:Contact=t:ContactItemType t:DistributionList=t:DistributionListType t:MeetingMessage=t:MeetingMessageType t:MeetingRequest=t:MeetingRequestMessageType t:MeetingResponse=t:MeetingResponseMessageType t:MeetingCancellation=t:MeetingCancellationMessageType t:Task=t:TaskType t:PostItem=t:PostItemType ]
t:ArrayOfBaseItemIdsType elements [ t:ItemId=t:ItemIdType ]*
t:ArrayOfBinaryType elements ( t:Base64Binary=xs:base64Binary* )
t:ArrayOfCalendarPermissionsType elements [ t:CalendarPermission=t:CalendarPermissionType ]*
t:ArrayOfEmailAddressesType elements ( t:Address=t:EmailAddressType* )
t:ArrayOfMailboxData elements ( t:MailboxData=t:MailboxData* )
t:ArrayOfPermissionsType elements [ t:Permission=t:PermissionType ]*
t:ArrayOfRecipientsType elements [ t:Mailbox=t:EmailAddressType ]*
t:ArrayOfRuleOperationsType elements [ t:CreateRuleOperation=t:CreateRuleOperationType t:SetRuleOperation=t:SetRuleOperationType t:DeleteRuleOperation=t:DeleteRuleOperationType ]+
t:ArrayOfStringsType elements ( t:String=xs:string* )
t:ArrayOfTransitionsGroupsType elements ( t:TransitionsGroup=t:ArrayOfTransitionsType+ )
t:ArrayOfTransitionsType elements @Id=xs:string ( [ t:Transition=t:TransitionType t:AbsoluteDateTransition=t:AbsoluteDateTransitionType t:RecurringDayTransition=t:RecurringDayTransitionType t:RecurringDateTransition=t:RecurringDateTransitionType ]+ )
t:ArrayOfUnknownEntriesType elements [ t:UnknownEntry=xs:string ]*
t:ArrayOfUserIdType elements ( t:UserId=t:UserIdType+ )
t:AttachmentIdType elements +t:RequestAttachmentIdType @RootItemId=xs:string @RootItemChangeKey=xs:string
t:AttachmentResponseShapeType elements ( t:IncludeMimeContent=xs:boolean? t:BodyType=t:BodyTypeResponseType? t:FilterHtmlContent=xs:boolean? t:AdditionalProperties=t:NonEmptyArrayOfPathsToElementType? )
t:AttachmentType elements ( t:AttachmentId=t:AttachmentIdType? t:Name=xs:string? t:ContentType=xs:string? t:ContentId=xs:string? t:ContentLocation=xs:string? t:Size=xs:int? t:LastModifiedTime=xs:dateTime? t:IsInline=xs:boolean? )
t:AttendeeType elements ( t:Mailbox=t:EmailAddressType t:ResponseType=t:ResponseTypeType? t:LastResponseTime=xs:dateTime? )
t:BaseEmailAddressType elements
t:BaseFolderIdType elements
t:BaseFolderType elements ( t:FolderId=t:FolderIdType? t:ParentFolderId=t:FolderIdType? t:FolderClass=xs:string? t:DisplayName=xs:string? t:TotalCount=xs:int? t:ChildFolderCount=xs:int? t:ExtendedProperty=t:ExtendedPropertyType* t:ManagedFolderInformation=t:ManagedFolderInformationType? t:EffectiveRights=t:EffectiveRightsType? )
t:BaseGroupByType elements @Order!=t:SortDirectionType
t:BaseItemIdType elements
t:BasePagingType elements @MaxEntriesReturned=xs:int
t:BasePathToElementType elements
t:BasePermissionType elements ( t:UserId=t:UserIdType t:CanCreateItems=xs:boolean? t:CanCreateSubFolders=xs:boolean? t:IsFolderOwner=xs:boolean? t:IsFolderVisible=xs:boolean? t:IsFolderContact=xs:boolean? t:EditItems=t:PermissionActionType? t:DeleteItems=t:PermissionActionType? )
t:BaseSubscriptionRequestType elements @SubscribeToAllFolders=xs:boolean ( t:FolderIds=t:NonEmptyArrayOfBaseFolderIdsType? t:EventTypes=t:NonEmptyArrayOfNotificationEventTypesType t:Watermark=t:WatermarkType? )
t:BodyType elements ~xs:string @BodyType!=t:BodyTypeType
t:BodyTypeResponseType words Best HTML Text
t:BodyTypeType words HTML Text
t:CalendarFolderType elements +t:BaseFolderType ( t:SharingEffectiveRights=t:CalendarPermissionReadAccessType? t:PermissionSet=t:CalendarPermissionSetType? )
t:CalendarItemCreateOrDeleteOperationType words SendToNone SendOnlyToAll SendToAllAndSaveCopy
t:CalendarItemType elements +t:ItemType ( t:UID=xs:string? t:RecurrenceId=xs:dateTime? t:DateTimeStamp=xs:dateTime? t:Start=xs:dateTime? t:End=xs:dateTime? t:OriginalStart=xs:dateTime? t:IsAllDayEvent=xs:boolean? t:LegacyFreeBusyStatus=t:LegacyFreeBusyType? t:Location=xs:string? t:When=xs:string? t:IsMeeting=xs:boolean? t:IsCancelled=xs:boolean? t:IsRecurring=xs:boolean? t:MeetingRequestWasSent=xs:boolean? t:IsResponseRequested=xs:boolean? t:CalendarItemType=t:CalendarItemTypeType? t:MyResponseType=t:ResponseTypeType? t:Organizer=t:SingleRecipientType? t:RequiredAttendees=t:NonEmptyArrayOfAttendeesType? t:OptionalAttendees=t:NonEmptyArrayOfAttendeesType? t:Resources=t:NonEmptyArrayOfAttendeesType? t:ConflictingMeetingCount=xs:int? t:AdjacentMeetingCount=xs:int? t:ConflictingMeetings=t:NonEmptyArrayOfAllItemsType? t:AdjacentMeetings=t:NonEmptyArrayOfAllItemsType? t:Duration=xs:string? t:TimeZone=xs:string? t:AppointmentReplyTime=xs:dateTime? t:AppointmentSequenceNumber=xs:int? t:AppointmentState=xs:int? t:Recurrence=t:RecurrenceType? t:FirstOccurrence=t:OccurrenceInfoType? t:LastOccurrence=t:OccurrenceInfoType? t:ModifiedOccurrences=t:NonEmptyArrayOfOccurrenceInfoType? t:DeletedOccurrences=t:NonEmptyArrayOfDeletedOccurrencesType? t:MeetingTimeZone=t:TimeZoneType? t:StartTimeZone=t:TimeZoneDefinitionType? t:EndTimeZone=t:TimeZoneDefinitionType? t:ConferenceType=xs:int? t:AllowNewTimeProposal=xs:boolean? t:IsOnlineMeeting=xs:boolean? t:MeetingWorkspaceUrl=xs:string? t:NetShowUrl=xs:string? )
t:CalendarItemTypeType words Single Occurrence Exception RecurringMaster
t:CalendarItemUpdateOperationType words SendToNone SendOnlyToAll SendOnlyToChanged SendToAllAndSaveCopy SendToChangedAndSaveCopy
t:CalendarPermissionLevelType words None Owner PublishingEditor Editor PublishingAuthor Author NoneditingAuthor Reviewer Contributor FreeBusyTimeOnly FreeBusyTimeAndSubjectAndLocation Custom
t:CalendarPermissionReadAccessType words None TimeOnly TimeAndSubjectAndLocation FullDetails
t:CalendarPermissionSetType elements ( t:CalendarPermissions=t:ArrayOfCalendarPermissionsType t:UnknownEntries=t:ArrayOfUnknownEntriesType? )
t:CalendarPermissionType elements +t:BasePermissionType ( t:ReadItems=t:CalendarPermissionReadAccessType? t:CalendarPermissionLevel=t:CalendarPermissionLevelType )
t:CalendarViewType elements +t:BasePagingType @StartDate!=xs:dateTime @EndDate!=xs:dateTime
t:CancelCalendarItemType elements +t:SmartResponseType
t:ChangeDescriptionType elements ( [ t:FieldURI=t:PathToUnindexedFieldType t:IndexedFieldURI=t:PathToIndexedFieldType t:ExtendedFieldURI=t:PathToExtendedFieldType ] )
t:CompleteNameType elements ( t:Title=xs:string? t:FirstName=xs:string? t:MiddleName=xs:string? t:LastName=xs:string? t:Suffix=xs:string? t:Initials=xs:string? t:FullName=xs:string? t:Nickname=xs:string? t:YomiFirstName=xs:string? t:YomiLastName=xs:string? )
t:ConflictResolutionType words NeverOverwrite AutoResolve AlwaysOverwrite
t:ConstantValueType elements @Value!=xs:string
t:ContactItemType elements +t:ItemType ( t:FileAs=xs:string? t:FileAsMapping=t:FileAsMappingType? t:DisplayName=xs:string? t:GivenName=xs:string? t:Initials=xs:string? t:MiddleName=xs:string? t:Nickname=xs:string? t:CompleteName=t:CompleteNameType? t:CompanyName=xs:string? t:EmailAddresses=t:EmailAddressDictionaryType? t:PhysicalAddresses=t:PhysicalAddressDictionaryType? t:PhoneNumbers=t:PhoneNumberDictionaryType? t:AssistantName=xs:string? t:Birthday=xs:dateTime? t:BusinessHomePage=xs:anyURI? t:Children=t:ArrayOfStringsType? t:Companies=t:ArrayOfStringsType? t:ContactSource=t:ContactSourceType? t:Department=xs:string? t:Generation=xs:string? t:ImAddresses=t:ImAddressDictionaryType? t:JobTitle=xs:string? t:Manager=xs:string? t:Mileage=xs:string? t:OfficeLocation=xs:string? t:PostalAddressIndex=t:PhysicalAddressIndexType? t:Profession=xs:string? t:SpouseName=xs:string? t:Surname=xs:string? t:WeddingAnniversary=xs:dateTime? t:HasPicture=xs:boolean? t:PhoneticFullName=xs:string? t:PhoneticFirstName=xs:string? t:PhoneticLastName=xs:string? t:Alias=xs:string? t:Notes=xs:string? t:Photo=xs:base64Binary? t:UserSMIMECertificate=t:ArrayOfBinaryType? t:MSExchangeCertificate=t:ArrayOfBinaryType? t:DirectoryId=xs:string? t:ManagerMailbox=t:SingleRecipientType? t:DirectReports=t:ArrayOfRecipientsType? )
t:ContactSourceType words ActiveDirectory Store
t:ContactsFolderType elements +t:BaseFolderType ( t:SharingEffectiveRights=t:PermissionReadAccessType? t:PermissionSet=t:PermissionSetType? )
t:ContactsViewType elements +t:BasePagingType @InitialName=xs:string @FinalName=xs:string
t:ContainmentComparisonType words Exact IgnoreCase IgnoreNonSpacingCharacters Loose IgnoreCaseAndNonSpacingCharacters LooseAndIgnoreCase LooseAndIgnoreNonSpace LooseAndIgnoreCaseAndIgnoreNonSpace
t:ContainmentModeType words FullString Prefixed Substring PrefixOnWords ExactPhrase
t:ContainsExpressionType elements +t:SearchExpressionType @ContainmentMode=t:ContainmentModeType @ContainmentComparison=t:ContainmentComparisonType ( [ t:FieldURI=t:PathToUnindexedFieldType t:IndexedFieldURI=t:PathToIndexedFieldType t:ExtendedFieldURI=t:PathToExtendedFieldType ] t:Constant=t:ConstantValueType )
t:CreateRuleOperationType elements +t:RuleOperationType ( t:Rule=t:RuleType )
t:DailyRecurrencePatternType elements +t:IntervalRecurrencePatternBaseType
t:DailyRegeneratingPatternType elements +t:RegeneratingPatternBaseType
t:DayOfWeekIndexType words First Second Third Fourth Last
t:DayOfWeekType words Sunday Monday Tuesday Wednesday Thursday Friday Saturday Day Weekday WeekendDay
t:DaysOfWeekType list t:DayOfWeekType
t:DeclineItemType elements +t:WellKnownResponseObjectType
t:DefaultShapeNamesType words IdOnly Default AllProperties
t:DeleteFolderFieldType elements +t:FolderChangeDescriptionType
t:DeleteItemFieldType elements +t:ItemChangeDescriptionType
t:DeleteRuleOperationType elements +t:RuleOperationType ( t:RuleId=xs:string )
t:DeletedOccurrenceInfoType elements ( t:Start=xs:dateTime )
t:DerivedItemIdType limited xs:string
t:DictionaryURIType words item:InternetMessageHeader contacts:ImAddress contacts:PhysicalAddress:Street contacts:PhysicalAddress:City contacts:PhysicalAddress:State contacts:PhysicalAddress:CountryOrRegion contacts:PhysicalAddress:PostalCode contacts:PhoneNumber contacts:EmailAddress distributionlist:Members:Member
t:DisposalType words HardDelete SoftDelete MoveToDeletedItems
t:DistinguishedFolderIdNameType words calendar contacts deleteditems drafts inbox journal notes outbox sentitems tasks msgfolderroot publicfoldersroot root junkemail searchfolders voicemail recoverableitemsroot recoverableitemsdeletions recoverableitemsversions recoverableitemspurges archiveroot archivemsgfolderroot archivedeleteditems archiverecoverableitemsroot archiverecoverableitemsdeletions archiverecoverableitemsversions archiverecoverableitemspurges
t:DistinguishedFolderIdType elements +t:BaseFolderIdType @Id!=t:DistinguishedFolderIdNameType @ChangeKey=xs:string ( t:Mailbox=t:EmailAddressType? )
t:DistinguishedGroupByType elements +t:BaseGroupByType ( t:StandardGroupBy=t:StandardGroupByType )
t:DistinguishedPropertySetType words Meeting Appointment Common PublicStrings Address InternetHeaders CalendarAssistant UnifiedMessaging Task
t:DistinguishedUserType words Default Anonymous
t:DistributionListType elements +t:ItemType ( t:DisplayName=xs:string? t:FileAs=xs:string? t:ContactSource=t:ContactSourceType? t:Members=t:MembersListType? )
t:Duration elements ( t:StartTime=xs:dateTime t:EndTime=xs:dateTime )
t:EffectiveRightsType elements ( t:CreateAssociated=xs:boolean t:CreateContents=xs:boolean t:CreateHierarchy=xs:boolean t:Delete=xs:boolean t:Modify=xs:boolean t:Read=xs:boolean t:ViewPrivateItems=xs:boolean? )
t:EmailAddress elements ( t:Name=xs:string? t:Address=xs:string t:RoutingType=xs:string? )
t:EmailAddressDictionaryEntryType elements ~xs:string @Key!=t:EmailAddressKeyType @Name=xs:string @RoutingType=xs:string @MailboxType=t:MailboxTypeType
t:EmailAddressDictionaryType elements ( t:Entry=t:EmailAddressDictionaryEntryType+ )
t:EmailAddressKeyType words EmailAddress1 EmailAddress2 EmailAddress3
t:EmailAddressType elements +t:BaseEmailAddressType ( t:Name=xs:string? t:EmailAddress=t:NonEmptyStringType? t:RoutingType=t:NonEmptyStringType? t:MailboxType=t:MailboxTypeType? t:ItemId=t:ItemIdType? )
t:EndDateRecurrenceRangeType elements +t:RecurrenceRangeBaseType ( t:EndDate=xs:date )
t:ExcludesAttributeType limited xs:string pattern=((0x|0X)[0-9A-Fa-f]*)|([0-9]*)
t:ExcludesType elements +t:SearchExpressionType ( [ t:FieldURI=t:PathToUnindexedFieldType t:IndexedFieldURI=t:PathToIndexedFieldType t:ExtendedFieldURI=t:PathToExtendedFieldType ] t:Bitmask=t:ExcludesValueType )
t:ExcludesValueType elements @Value!=t:ExcludesAttributeType
t:ExistsType elements +t:SearchExpressionType ( [ t:FieldURI=t:PathToUnindexedFieldType t:IndexedFieldURI=t:PathToIndexedFieldType t:ExtendedFieldURI=t:PathToExtendedFieldType ] )
t:ExtendedPropertyType elements ( t:ExtendedFieldURI=t:PathToExtendedFieldType [ t:Value=xs:string t:Values=t:NonEmptyArrayOfPropertyValuesType ] )
t:ExternalAudience words None Known All
t:FieldOrderType elements @Order!=t:SortDirectionType ( [ t:FieldURI=t:PathToUnindexedFieldType t:IndexedFieldURI=t:PathToIndexedFieldType t:ExtendedFieldURI=t:PathToExtendedFieldType ] )
t:FieldURIOrConstantType elements [ [ t:FieldURI=t:PathToUnindexedFieldType t:IndexedFieldURI=t:PathToIndexedFieldType t:ExtendedFieldURI=t:PathToExtendedFieldType ] t:Constant=t:ConstantValueType ]
t:FileAsMappingType words None LastCommaFirst FirstSpaceLast Company LastCommaFirstCompany CompanyLastFirst LastFirst LastFirstCompany CompanyLastCommaFirst LastFirstSuffix LastSpaceFirstCompany CompanyLastSpaceFirst LastSpaceFirst DisplayName FirstName LastFirstMiddleSuffix LastName Empty
t:FileAttachmentType elements +t:AttachmentType ( t:IsContactPhoto=xs:boolean? t:Content=xs:base64Binary? )
t:FlaggedForActionType words Any Call DoNotForward FollowUp FYI Forward NoResponseNecessary Read Reply ReplyToAll Review
t:FolderChangeDescriptionType elements +t:ChangeDescriptionType
t:FolderChangeType elements ( [ t:FolderId=t:FolderIdType t:DistinguishedFolderId=t:DistinguishedFolderIdType ] t:Updates=t:NonEmptyArrayOfFolderChangeDescriptionsType )
t:FolderIdType elements +t:BaseFolderIdType @Id!=xs:string @ChangeKey=xs:string
t:FolderQueryTraversalType words Shallow Deep SoftDeleted
t:FolderResponseShapeType elements ( t:BaseShape=t:DefaultShapeNamesType t:AdditionalProperties=t:NonEmptyArrayOfPathsToElementType? )
t:FolderType elements +t:BaseFolderType ( t:PermissionSet=t:PermissionSetType? t:UnreadCount=xs:int? )
t:ForwardItemType elements +t:SmartResponseType
t:FractionalPageViewType elements +t:BasePagingType @Numerator!=xs:int @Denominator!=xs:int
t:FreeBusyViewOptionsType elements ( t:TimeWindow=t:Duration t:MergedFreeBusyIntervalInMinutes=xs:int? t:RequestedView=t:FreeBusyViewType? )
t:FreeBusyViewType list t:FreeBusyViewType#0
t:FreeBusyViewType#0 words None MergedOnly FreeBusy FreeBusyMerged Detailed DetailedMerged
t:GroupByType elements +t:BaseGroupByType ( [ t:FieldURI=t:PathToUnindexedFieldType t:IndexedFieldURI=t:PathToIndexedFieldType t:ExtendedFieldURI=t:PathToExtendedFieldType ] t:AggregateOn=t:AggregateOnType )
t:GuidType limited xs:string pattern=[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}
t:IdFormatType words EwsLegacyId EwsId EntryId HexEntryId StoreId OwaId
t:ImAddressDictionaryEntryType elements ~xs:string @Key!=t:ImAddressKeyType
t:ImAddressDictionaryType elements ( t:Entry=t:ImAddressDictionaryEntryType+ )
t:ImAddressKeyType words ImAddress1 ImAddress2 ImAddress3
t:ImportanceChoicesType words Low Normal High
t:IndexBasePointType words Beginning End
t:IndexedPageViewType elements +t:BasePagingType @Offset!=xs:int @BasePoint!=t:IndexBasePointType
t:InternetHeaderType elements ~xs:string @HeaderName!=xs:string
t:IntervalRecurrencePatternBaseType elements +t:RecurrencePatternBaseType ( t:Interval=xs:int )
t:IsEqualToType elements +t:TwoOperandExpressionType
t:IsGreaterThanOrEqualToType elements +t:TwoOperandExpressionType
t:IsGreaterThanType elements +t:TwoOperandExpressionType
t:IsLessThanOrEqualToType elements +t:TwoOperandExpressionType
t:IsLessThanType elements +t:TwoOperandExpressionType
t:IsNotEqualToType elements +t:TwoOperandExpressionType
t:ItemAttachmentType elements +t:AttachmentType [ t:Item=t:ItemType t:Message=t:MessageType t:CalendarItem=t:CalendarItemType t:Contact=t:ContactItemType t:MeetingMessage=t:MeetingMessageType t:MeetingRequest=t:MeetingRequestMessageType t:MeetingResponse=t:MeetingResponseMessageType t:MeetingCancellation=t:MeetingCancellationMessageType t:Task=t:TaskType t:PostItem=t:PostItemType ]?
t:ItemChangeDescriptionType elements +t:ChangeDescriptionType
t:ItemChangeType elements ( [ t:ItemId=t:ItemIdType t:OccurrenceItemId=t:OccurrenceItemIdType t:RecurringMasterItemId=t:RecurringMasterItemIdType ] t:Updates=t:NonEmptyArrayOfItemChangeDescriptionsType )
t:ItemClassType limited xs:string
t:ItemIdType elements +t:BaseItemIdType @Id!=xs:string @ChangeKey=xs:string
t:ItemQueryTraversalType words Shallow SoftDeleted Associated
t:ItemResponseShapeType elements ( t:BaseShape=t:DefaultShapeNamesType t:IncludeMimeContent=xs:boolean? t:BodyType=t:BodyTypeResponseType? t:FilterHtmlContent=xs:boolean? t:ConvertHtmlCodePageToUTF8=xs:boolean? t:AdditionalProperties=t:NonEmptyArrayOfPathsToElementType? )
t:ItemType elements ( t:MimeContent=t:MimeContentType? t:ItemId=t:ItemIdType? t:ParentFolderId=t:FolderIdType? t:ItemClass=t:ItemClassType? t:Subject=xs:string? t:Sensitivity=t:SensitivityChoicesType? t:Body=t:BodyType? t:Attachments=t:NonEmptyArrayOfAttachmentsType? t:DateTimeReceived=xs:dateTime? t:Size=xs:int? t:Categories=t:ArrayOfStringsType? t:Importance=t:ImportanceChoicesType? t:InReplyTo=xs:string? t:IsSubmitted=xs:boolean? t:IsDraft=xs:boolean? t:IsFromMe=xs:boolean? t:IsResend=xs:boolean? t:IsUnmodified=xs:boolean? t:InternetMessageHeaders=t:NonEmptyArrayOfInternetHeadersType? t:DateTimeSent=xs:dateTime? t:DateTimeCreated=xs:dateTime? t:ResponseObjects=t:NonEmptyArrayOfResponseObjectsType? t:ReminderDueBy=xs:dateTime? t:ReminderIsSet=xs:boolean? t:ReminderMinutesBeforeStart=t:ReminderMinutesBeforeStartType? t:DisplayCc=xs:string? t:DisplayTo=xs:string? t:HasAttachments=xs:boolean? t:ExtendedProperty=t:ExtendedPropertyType* t:Culture=xs:language? t:EffectiveRights=t:EffectiveRightsType? t:LastModifiedName=xs:string? t:LastModifiedTime=xs:dateTime? t:IsAssociated=xs:boolean? t:WebClientReadFormQueryString=xs:string? t:WebClientEditFormQueryString=xs:string? t:ConversationId=t:ItemIdType? t:UniqueBody=t:BodyType? t:StoreEntryId=xs:base64Binary? )
t:LegacyFreeBusyType words Free Tentative Busy OOF NoData
t:MailboxData elements ( t:Email=t:EmailAddress t:AttendeeType=t:MeetingAttendeeType t:ExcludeConflicts=xs:boolean? )
t:MailboxTypeType words Unknown OneOff Mailbox PublicDL PrivateDL Contact PublicFolder
t:ManagedFolderInformationType elements ( t:CanDelete=xs:boolean? t:CanRenameOrMove=xs:boolean? t:MustDisplayComment=xs:boolean? t:HasQuota=xs:boolean? t:IsManagedFoldersRoot=xs:boolean? t:ManagedFolderId=xs:string? t:Comment=xs:string? t:StorageQuota=xs:int? t:FolderSize=xs:int? t:HomePage=xs:string? )
t:MapiPropertyTypeType words ApplicationTime ApplicationTimeArray Binary BinaryArray Boolean CLSID CLSIDArray Currency CurrencyArray Double DoubleArray Error Float FloatArray Integer IntegerArray Long LongArray Null Object ObjectArray Short ShortArray SystemTime SystemTimeArray String StringArray
t:MaxSyncChangesReturnedType limited xs:int minInclusive=1 maxInclusive=512
t:MeetingAttendeeType words Organizer Required Optional Room Resource
t:MeetingCancellationMessageType elements +t:MeetingMessageType
t:MeetingMessageType elements +t:MessageType ( t:AssociatedCalendarItemId=t:ItemIdType? t:IsDelegated=xs:boolean? t:IsOutOfDate=xs:boolean? t:HasBeenProcessed=xs:boolean? t:ResponseType=t:ResponseTypeType? t:UID=xs:string? t:RecurrenceId=xs:dateTime? t:DateTimeStamp=xs:dateTime? )
t:MeetingRequestMessageType elements +t:MeetingMessageType ( t:MeetingRequestType=t:MeetingRequestTypeType? t:IntendedFreeBusyStatus=t:LegacyFreeBusyType? t:Start=xs:dateTime? t:End=xs:dateTime? t:OriginalStart=xs:dateTime? t:IsAllDayEvent=xs:boolean? t:LegacyFreeBusyStatus=t:LegacyFreeBusyType? t:Location=xs:string? t:When=xs:string? t:IsMeeting=xs:boolean? t:IsCancelled=xs:boolean? t:IsRecurring=xs:boolean? t:MeetingRequestWasSent=xs:boolean? t:CalendarItemType=t:CalendarItemTypeType? t:MyResponseType=t:ResponseTypeType? t:Organizer=t:SingleRecipientType? t:RequiredAttendees=t:NonEmptyArrayOfAttendeesType? t:OptionalAttendees=t:NonEmptyArrayOfAttendeesType? t:Resources=t:NonEmptyArrayOfAttendeesType? t:ConflictingMeetingCount=xs:int? t:AdjacentMeetingCount=xs:int? t:ConflictingMeetings=t:NonEmptyArrayOfAllItemsType? t:AdjacentMeetings=t:NonEmptyArrayOfAllItemsType? t:Duration=xs:string? t:TimeZone=xs:string? t:AppointmentReplyTime=xs:dateTime? t:AppointmentSequenceNumber=xs:int? t:AppointmentState=xs:int? t:Recurrence=t:RecurrenceType? t:FirstOccurrence=t:OccurrenceInfoType? t:LastOccurrence=t:OccurrenceInfoType? t:ModifiedOccurrences=t:NonEmptyArrayOfOccurrenceInfoType? t:DeletedOccurrences=t:NonEmptyArrayOfDeletedOccurrencesType? t:MeetingTimeZone=t:TimeZoneType? t:StartTimeZone=t:TimeZoneDefinitionType? t:EndTimeZone=t:TimeZoneDefinitionType? t:ConferenceType=xs:int? t:AllowNewTimeProposal=xs:boolean? t:IsOnlineMeeting=xs:boolean? t:MeetingWorkspaceUrl=xs:string? t:NetShowUrl=xs:string? )
t:MeetingRequestTypeType words None FullUpdate InformationalUpdate NewMeetingRequest Outdated SilentUpdate PrincipalWantsCopy
t:MeetingResponseMessageType elements +t:MeetingMessageType
t:MemberStatusType words Unrecognized Normal Demoted
t:MemberType elements @Key=xs:string ( t:Mailbox=t:EmailAddressType? t:Status=t:MemberStatusType? )
t:MembersListType elements ( t:Member=t:MemberType* )
t:MessageDispositionType words SaveOnly SendOnly SendAndSaveCopy
t:MessageType elements +t:ItemType ( t:Sender=t:SingleRecipientType? t:ToRecipients=t:ArrayOfRecipientsType? t:CcRecipients=t:ArrayOfRecipientsType? t:BccRecipients=t:ArrayOfRecipientsType? t:IsReadReceiptRequested=xs:boolean? t:IsDeliveryReceiptRequested=xs:boolean? t:ConversationIndex=xs:base64Binary? t:ConversationTopic=xs:string? t:From=t:SingleRecipientType? t:InternetMessageId=xs:string? t:IsRead=xs:boolean? t:IsResponseRequested=xs:boolean? t:References=xs:string? t:ReplyTo=t:ArrayOfRecipientsType? t:ReceivedBy=t:SingleRecipientType? t:ReceivedRepresenting=t:SingleRecipientType? )
t:MimeContentType elements ~xs:string @CharacterSet=xs:string
t:MonthNamesType words January February March April May June July August September October November December
t:MonthlyRegeneratingPatternType elements +t:RegeneratingPatternBaseType
t:MultipleOperandBooleanExpressionType elements +t:SearchExpressionType ( [ t:SearchExpression=t:SearchExpressionType t:Exists=t:ExistsType t:Excludes=t:ExcludesType t:IsEqualTo=t:IsEqualToType t:IsNotEqualTo=t:IsNotEqualToType t:IsGreaterThan=t:IsGreaterThanType t:IsGreaterThanOrEqualTo=t:IsGreaterThanOrEqualToType t:IsLessThan=t:IsLessThanType t:IsLessThanOrEqualTo=t:IsLessThanOrEqualToType t:Contains=t:ContainsExpressionType t:Not=t:NotType t:And=t:AndType t:Or=t:OrType ]+ )
t:NoEndRecurrenceRangeType elements +t:RecurrenceRangeBaseType
t:NonEmptyArrayOfAllItemsType elements ( [ t:Item=t:ItemType t:Message=t:MessageType t:CalendarItem=t:CalendarItemType t:Contact=t:ContactItemType t:DistributionList=t:DistributionListType t:MeetingMessage=t:MeetingMessageType t:MeetingRequest=t:MeetingRequestMessageType t:MeetingResponse=t:MeetingResponseMessageType t:MeetingCancellation=t:MeetingCancellationMessageType t:Task=t:TaskType t:PostItem=t:PostItemType t:ReplyToItem=t:ReplyToItemType t:ForwardItem=t:ForwardItemType t:ReplyAllToItem=t:ReplyAllToItemType t:AcceptItem=t:AcceptItemType t:TentativelyAcceptItem=t:TentativelyAcceptItemType t:DeclineItem=t:DeclineItemType t:CancelCalendarItem=t:CancelCalendarItemType t:RemoveItem=t:RemoveItemType t:SuppressReadReceipt=t:SuppressReadReceiptType t:PostReplyItem=t:PostReplyItemType t:AcceptSharingInvitation=t:AcceptSharingInvitationType ]+ )
t:NonEmptyArrayOfAlternateIdsType elements [ t:AlternateId=t:AlternateIdType t:AlternatePublicFolderId=t:AlternatePublicFolderIdType t:AlternatePublicFolderItemId=t:AlternatePublicFolderItemIdType ]+
t:NonEmptyArrayOfAttachmentsType elements [ t:ItemAttachment=t:ItemAttachmentType t:FileAttachment=t:FileAttachmentType ]+
t:NonEmptyArrayOfAttendeesType elements ( t:Attendee=t:AttendeeType+ )
t:NonEmptyArrayOfBaseFolderIdsType elements [ t:FolderId=t:FolderIdType t:DistinguishedFolderId=t:DistinguishedFolderIdType ]+
t:NonEmptyArrayOfBaseItemIdsType elements [ t:ItemId=t:ItemIdType t:OccurrenceItemId=t:OccurrenceItemIdType t:RecurringMasterItemId=t:RecurringMasterItemIdType ]+
t:NonEmptyArrayOfDeletedOccurrencesType elements ( t:DeletedOccurrence=t:DeletedOccurrenceInfoType+ )
t:NonEmptyArrayOfFieldOrdersType elements ( t:FieldOrder=t:FieldOrderType+ )
t:NonEmptyArrayOfFolderChangeDescriptionsType elements [ t:AppendToFolderField=t:AppendToFolderFieldType t:SetFolderField=t:SetFolderFieldType t:DeleteFolderField=t:DeleteFolderFieldType ]+
t:NonEmptyArrayOfFolderChangesType elements ( t:FolderChange=t:FolderChangeType+ )
t:NonEmptyArrayOfFoldersType elements [ t:Folder=t:FolderType t:CalendarFolder=t:CalendarFolderType t:ContactsFolder=t:ContactsFolderType t:SearchFolder=t:SearchFolderType t:TasksFolder=t:TasksFolderType ]+
t:NonEmptyArrayOfInternetHeadersType elements ( t:InternetMessageHeader=t:InternetHeaderType+ )
t:NonEmptyArrayOfItemChangeDescriptionsType elements [ t:AppendToItemField=t:AppendToItemFieldType t:SetItemField=t:SetItemFieldType t:DeleteItemField=t:DeleteItemFieldType ]+
t:NonEmptyArrayOfItemChangesType elements ( t:ItemChange=t:ItemChangeType+ )
t:NonEmptyArrayOfNotificationEventTypesType elements [ t:EventType=t:NotificationEventTypeType ]+
t:NonEmptyArrayOfOccurrenceInfoType elements ( t:Occurrence=t:OccurrenceInfoType+ )
t:NonEmptyArrayOfPathsToElementType elements [ [ t:FieldURI=t:PathToUnindexedFieldType t:IndexedFieldURI=t:PathToIndexedFieldType t:ExtendedFieldURI=t:PathToExtendedFieldType ] ]+
t:NonEmptyArrayOfPeriodsType elements ( t:Period=t:PeriodType+ )
t:NonEmptyArrayOfPropertyValuesType elements [ t:Value=xs:string+ ]
t:NonEmptyArrayOfRequestAttachmentIdsType elements [ t:AttachmentId=t:RequestAttachmentIdType ]+
t:NonEmptyArrayOfResponseObjectsType elements [ t:AcceptItem=t:AcceptItemType t:TentativelyAcceptItem=t:TentativelyAcceptItemType t:DeclineItem=t:DeclineItemType t:ReplyToItem=t:ReplyToItemType t:ForwardItem=t:ForwardItemType t:ReplyAllToItem=t:ReplyAllToItemType t:CancelCalendarItem=t:CancelCalendarItemType t:RemoveItem=t:RemoveItemType t:SuppressReadReceipt=t:SuppressReadReceiptType t:PostReplyItem=t:PostReplyItemType t:AcceptSharingInvitation=t:AcceptSharingInvitationType ]*
t:NonEmptyArrayOfSubscriptionIdsType elements ( t:SubscriptionId=t:SubscriptionIdType+ )
t:NonEmptyArrayOfTimeZoneIdType elements ( t:Id=xs:string+ )
t:NonEmptyStringType limited xs:string minLength=1
t:NotType elements +t:SearchExpressionType ( [ t:SearchExpression=t:SearchExpressionType t:Exists=t:ExistsType t:Excludes=t:ExcludesType t:IsEqualTo=t:IsEqualToType t:IsNotEqualTo=t:IsNotEqualToType t:IsGreaterThan=t:IsGreaterThanType t:IsGreaterThanOrEqualTo=t:IsGreaterThanOrEqualToType t:IsLessThan=t:IsLessThanType t:IsLessThanOrEqualTo=t:IsLessThanOrEqualToType t:Contains=t:ContainsExpressionType t:Not=t:NotType t:And=t:AndType t:Or=t:OrType ] )
t:NotificationEventTypeType words CopiedEvent CreatedEvent DeletedEvent ModifiedEvent MovedEvent NewMailEvent FreeBusyChangedEvent
t:NumberedRecurrenceRangeType elements +t:RecurrenceRangeBaseType ( t:NumberOfOccurrences=xs:int )
t:OccurrenceInfoType elements ( t:ItemId=t:ItemIdType t:Start=xs:dateTime t:End=xs:dateTime t:OriginalStart=xs:dateTime )
t:OccurrenceItemIdType elements +t:BaseItemIdType @RecurringMasterId!=t:DerivedItemIdType @ChangeKey=xs:string @InstanceIndex!=xs:int
t:OofState words Disabled Enabled Scheduled
t:OrType elements +t:MultipleOperandBooleanExpressionType
t:PathToExtendedFieldType elements +t:BasePathToElementType @DistinguishedPropertySetId=t:DistinguishedPropertySetType @PropertySetId=t:GuidType @PropertyTag=t:PropertyTagType @PropertyName=xs:string @PropertyId=xs:int @PropertyType!=t:MapiPropertyTypeType
t:PathToIndexedFieldType elements +t:BasePathToElementType @FieldURI!=t:DictionaryURIType @FieldIndex!=xs:string
t:PathToUnindexedFieldType elements +t:BasePathToElementType @FieldURI!=t:UnindexedFieldURIType
t:PeriodType elements @Bias=xs:duration @Name=xs:string @Id=xs:string
t:PermissionActionType words None Owned All
t:PermissionLevelType words None Owner PublishingEditor Editor PublishingAuthor Author NoneditingAuthor Reviewer Contributor Custom
t:PermissionReadAccessType words None FullDetails
t:PermissionSetType elements ( t:Permissions=t:ArrayOfPermissionsType t:UnknownEntries=t:ArrayOfUnknownEntriesType? )
t:PermissionType elements +t:BasePermissionType ( t:ReadItems=t:PermissionReadAccessType? t:PermissionLevel=t:PermissionLevelType )
t:PhoneNumberDictionaryEntryType elements ~xs:string @Key!=t:PhoneNumberKeyType
t:PhoneNumberDictionaryType elements ( t:Entry=t:PhoneNumberDictionaryEntryType+ )
t:PhoneNumberKeyType words AssistantPhone BusinessFax BusinessPhone BusinessPhone2 Callback CarPhone CompanyMainPhone HomeFax HomePhone HomePhone2 Isdn MobilePhone OtherFax OtherTelephone Pager PrimaryPhone RadioPhone Telex TtyTddPhone
t:PhysicalAddressDictionaryEntryType elements @Key!=t:PhysicalAddressKeyType ( t:Street=xs:string? t:City=xs:string? t:State=xs:string? t:CountryOrRegion=xs:string? t:PostalCode=xs:string? )
t:PhysicalAddressDictionaryType elements ( t:Entry=t:PhysicalAddressDictionaryEntryType+ )
t:PhysicalAddressIndexType words None Business Home Other
t:PhysicalAddressKeyType words Business Home Other
t:PostItemType elements +t:ItemType ( t:ConversationIndex=xs:base64Binary? t:ConversationTopic=xs:string? t:From=t:SingleRecipientType? t:InternetMessageId=xs:string? t:IsRead=xs:boolean? t:PostedTime=xs:dateTime? t:References=xs:string? t:Sender=t:SingleRecipientType? )
t:PostReplyItemBaseType elements -t:ResponseObjectType @ObjectName=- ( t:Subject=xs:string? t:Body=t:BodyType? t:ReferenceItemId=t:ItemIdType? )
t:PostReplyItemType elements +t:PostReplyItemBaseType ( t:NewBodyContent=t:BodyType? )
t:PropertyTagType union xs:unsignedShort t:PropertyTagType#0
t:PropertyTagType#0 limited xs:string pattern=(0x|0X)[0-9A-Fa-f]{1,4}
t:PullSubscriptionRequestType elements +t:BaseSubscriptionRequestType ( t:Timeout=t:SubscriptionTimeoutType )
t:PushSubscriptionRequestType elements +t:BaseSubscriptionRequestType ( t:StatusFrequency=t:SubscriptionStatusFrequencyType t:URL=xs:string )
t:RecurrencePatternBaseType elements
t:RecurrenceRangeBaseType elements ( t:StartDate=xs:date )
t:RecurrenceType elements ( ( ( [ t:RelativeYearlyRecurrence=t:RelativeYearlyRecurrencePatternType t:AbsoluteYearlyRecurrence=t:AbsoluteYearlyRecurrencePatternType t:RelativeMonthlyRecurrence=t:RelativeMonthlyRecurrencePatternType t:AbsoluteMonthlyRecurrence=t:AbsoluteMonthlyRecurrencePatternType t:WeeklyRecurrence=t:WeeklyRecurrencePatternType t:DailyRecurrence=t:DailyRecurrencePatternType ] ) ) ( ( [ t:NoEndRecurrence=t:NoEndRecurrenceRangeType t:EndDateRecurrence=t:EndDateRecurrenceRangeType t:NumberedRecurrence=t:NumberedRecurrenceRangeType ] ) ) )
t:RecurringDateTransitionType elements +t:RecurringTimeTransitionType ( t:Day=xs:int )
t:RecurringDayTransitionType elements +t:RecurringTimeTransitionType ( t:DayOfWeek=t:DayOfWeekType t:Occurrence=xs:int )
t:RecurringMasterItemIdType elements +t:BaseItemIdType @OccurrenceId!=t:DerivedItemIdType @ChangeKey=xs:string
t:RecurringTimeTransitionType elements +t:TransitionType ( t:TimeOffset=xs:duration t:Month=xs:int )
t:ReferenceItemResponseType elements -t:ResponseObjectType @ObjectName=- ( t:ReferenceItemId=t:ItemIdType? )
t:RegeneratingPatternBaseType elements +t:IntervalRecurrencePatternBaseType
t:RelativeMonthlyRecurrencePatternType elements +t:IntervalRecurrencePatternBaseType ( t:DaysOfWeek=t:DayOfWeekType t:DayOfWeekIndex=t:DayOfWeekIndexType )
t:RelativeYearlyRecurrencePatternType elements +t:RecurrencePatternBaseType ( t:DaysOfWeek=t:DayOfWeekType t:DayOfWeekIndex=t:DayOfWeekIndexType t:Month=t:MonthNamesType )
t:ReminderMinutesBeforeStartType union t:ReminderMinutesBeforeStartType#0 t:ReminderMinutesBeforeStartType#1
t:ReminderMinutesBeforeStartType#0 limited xs:int minInclusive=0 maxInclusive=2629800
t:ReminderMinutesBeforeStartType#1 limited xs:int minInclusive=1525252321 maxInclusive=1525252321
t:RemoveItemType elements +t:ResponseObjectType
t:ReplyAllToItemType elements +t:SmartResponseType
t:ReplyBody elements ( t:Message=xs:string? )
t:ReplyToItemType elements +t:SmartResponseType
t:RequestAttachmentIdType elements +t:BaseItemIdType @Id!=xs:string
t:ResolveNamesSearchScopeType words ActiveDirectory ActiveDirectoryContacts Contacts ContactsActiveDirectory
t:ResponseObjectCoreType elements +t:MessageType ( t:ReferenceItemId=t:ItemIdType? )
t:ResponseObjectType elements +t:ResponseObjectCoreType @ObjectName=xs:string
t:ResponseTypeType words Unknown Organizer Tentative Accept Decline NoResponseReceived
t:RestrictionType elements ( [ t:SearchExpression=t:SearchExpressionType t:Exists=t:ExistsType t:Excludes=t:ExcludesType t:IsEqualTo=t:IsEqualToType t:IsNotEqualTo=t:IsNotEqualToType t:IsGreaterThan=t:IsGreaterThanType t:IsGreaterThanOrEqualTo=t:IsGreaterThanOrEqualToType t:IsLessThan=t:IsLessThanType t:IsLessThanOrEqualTo=t:IsLessThanOrEqualToType t:Contains=t:ContainsExpressionType t:Not=t:NotType t:And=t:AndType t:Or=t:OrType ] )
t:RuleActionsType elements ( t:AssignCategories=t:ArrayOfStringsType? t:CopyToFolder=t:TargetFolderIdType? t:Delete=xs:boolean? t:ForwardAsAttachmentToRecipients=t:ArrayOfEmailAddressesType? t:ForwardToRecipients=t:ArrayOfEmailAddressesType? t:MarkImportance=t:ImportanceChoicesType? t:MarkAsRead=xs:boolean? t:MoveToFolder=t:TargetFolderIdType? t:PermanentDelete=xs:boolean? t:RedirectToRecipients=t:ArrayOfEmailAddressesType? t:SendSMSAlertToRecipients=t:ArrayOfEmailAddressesType? t:ServerReplyWithMessage=t:ItemIdType? t:StopProcessingRules=xs:boolean? )
t:RuleOperationType elements
t:RulePredicateDateRangeType elements ( t:StartDateTime=xs:dateTime? t:EndDateTime=xs:dateTime? )
t:RulePredicateSizeRangeType elements ( t:MinimumSize=xs:int? t:MaximumSize=xs:int? )
t:RulePredicatesType elements ( t:Categories=t:ArrayOfStringsType? t:ContainsBodyStrings=t:ArrayOfStringsType? t:ContainsHeaderStrings=t:ArrayOfStringsType? t:ContainsRecipientStrings=t:ArrayOfStringsType? t:ContainsSenderStrings=t:ArrayOfStringsType? t:ContainsSubjectOrBodyStrings=t:ArrayOfStringsType? t:ContainsSubjectStrings=t:ArrayOfStringsType? t:FlaggedForAction=t:FlaggedForActionType? t:FromAddresses=t:ArrayOfEmailAddressesType? t:FromConnectedAccounts=t:ArrayOfStringsType? t:HasAttachments=xs:boolean? t:Importance=t:ImportanceChoicesType? t:IsApprovalRequest=xs:boolean? t:IsAutomaticForward=xs:boolean? t:IsAutomaticReply=xs:boolean? t:IsEncrypted=xs:boolean? t:IsMeetingRequest=xs:boolean? t:IsMeetingResponse=xs:boolean? t:IsNDR=xs:boolean? t:IsPermissionControlled=xs:boolean? t:IsReadReceipt=xs:boolean? t:IsSigned=xs:boolean? t:IsVoicemail=xs:boolean? t:ItemClasses=t:ArrayOfStringsType? t:MessageClassifications=t:ArrayOfStringsType? t:NotSentToMe=xs:boolean? t:SentCcMe=xs:boolean? t:SentOnlyToMe=xs:boolean? t:SentToAddresses=t:ArrayOfEmailAddressesType? t:SentToMe=xs:boolean? t:SentToOrCcMe=xs:boolean? t:Sensitivity=t:SensitivityChoicesType? t:WithinDateRange=t:RulePredicateDateRangeType? t:WithinSizeRange=t:RulePredicateSizeRangeType? )
t:RuleType elements ( t:RuleId=xs:string? t:DisplayName=xs:string t:Priority=xs:int t:IsEnabled=xs:boolean t:IsNotSupported=xs:boolean? t:IsInError=xs:boolean? t:Conditions=t:RulePredicatesType? t:Exceptions=t:RulePredicatesType? t:Actions=t:RuleActionsType? )
t:SearchExpressionType elements
t:SearchFolderTraversalType words Shallow Deep
t:SearchFolderType elements +t:FolderType ( t:SearchParameters=t:SearchParametersType? )
t:SearchParametersType elements @Traversal=t:SearchFolderTraversalType ( t:Restriction=t:RestrictionType t:BaseFolderIds=t:NonEmptyArrayOfBaseFolderIdsType )
t:SensitivityChoicesType words Normal Personal Private Confidential
t:SerializableTimeZone elements ( t:Bias=xs:int t:StandardTime=t:SerializableTimeZoneTime t:DaylightTime=t:SerializableTimeZoneTime )
t:SerializableTimeZoneTime elements ( t:Bias=xs:int t:Time=xs:string t:DayOrder=xs:short t:Month=xs:short t:DayOfWeek=t:DayOfWeekType t:Year=xs:string? )
t:SetFolderFieldType elements +t:FolderChangeDescriptionType [ t:Folder=t:FolderType t:CalendarFolder=t:CalendarFolderType t:ContactsFolder=t:ContactsFolderType t:SearchFolder=t:SearchFolderType t:TasksFolder=t:TasksFolderType ]
t:SetItemFieldType elements +t:ItemChangeDescriptionType [ t:Item=t:ItemType t:Message=t:MessageType t:CalendarItem=t:CalendarItemType t:Contact=t:ContactItemType t:DistributionList=t:DistributionListType t:MeetingMessage=t:MeetingMessageType t:MeetingRequest=t:MeetingRequestMessageType t:MeetingResponse=t:MeetingResponseMessageType t:MeetingCancellation=t:MeetingCancellationMessageType t:Task=t:TaskType t:PostItem=t:PostItemType ]
t:SetRuleOperationType elements +t:RuleOperationType ( t:Rule=t:RuleType )
t:SingleRecipientType elements [ t:Mailbox=t:EmailAddressType ]
t:SmartResponseBaseType elements -t:ResponseObjectType @ObjectName=- ( t:Subject=xs:string? t:Body=t:BodyType? t:ToRecipients=t:ArrayOfRecipientsType? t:CcRecipients=t:ArrayOfRecipientsType? t:BccRecipients=t:ArrayOfRecipientsType? t:IsReadReceiptRequested=xs:boolean? t:IsDeliveryReceiptRequested=xs:boolean? t:From=t:SingleRecipientType? t:ReferenceItemId=t:ItemIdType? )
t:SmartResponseType elements +t:SmartResponseBaseType ( t:NewBodyContent=t:BodyType? )
t:SortDirectionType words Ascending Descending
t:StandardGroupByType words ConversationTopic
t:StreamingSubscriptionConnectionTimeoutType limited xs:int minInclusive=1 maxInclusive=30
t:StreamingSubscriptionRequestType elements @SubscribeToAllFolders=xs:boolean ( t:FolderIds=t:NonEmptyArrayOfBaseFolderIdsType? t:EventTypes=t:NonEmptyArrayOfNotificationEventTypesType )
t:SubscriptionIdType limited t:NonEmptyStringType
t:SubscriptionStatusFrequencyType limited xs:int minInclusive=1 maxInclusive=1440
t:SubscriptionTimeoutType limited xs:int minInclusive=1 maxInclusive=1440
t:SuggestionQuality words Excellent Good Fair Poor
t:SuggestionsViewOptionsType elements ( t:GoodThreshold=xs:int? t:MaximumResultsByDay=xs:int? t:MaximumNonWorkHourResultsByDay=xs:int? t:MeetingDurationInMinutes=xs:int? t:MinimumSuggestionQuality=t:SuggestionQuality? t:DetailedSuggestionsWindow=t:Duration t:CurrentMeetingTime=xs:dateTime? t:GlobalObjectId=xs:string? )
t:SuppressReadReceiptType elements +t:ReferenceItemResponseType
t:SyncFolderItemsScopeType words NormalItems NormalAndAssociatedItems
t:TargetFolderIdType elements [ t:FolderId=t:FolderIdType t:DistinguishedFolderId=t:DistinguishedFolderIdType ]
t:TaskDelegateStateType words NoMatch OwnNew Owned Accepted Declined Max
t:TaskRecurrenceType elements ( ( ( [ t:RelativeYearlyRecurrence=t:RelativeYearlyRecurrencePatternType t:AbsoluteYearlyRecurrence=t:AbsoluteYearlyRecurrencePatternType t:RelativeMonthlyRecurrence=t:RelativeMonthlyRecurrencePatternType t:AbsoluteMonthlyRecurrence=t:AbsoluteMonthlyRecurrencePatternType t:WeeklyRecurrence=t:WeeklyRecurrencePatternType t:DailyRecurrence=t:DailyRecurrencePatternType t:DailyRegeneration=t:DailyRegeneratingPatternType t:WeeklyRegeneration=t:WeeklyRegeneratingPatternType t:MonthlyRegeneration=t:MonthlyRegeneratingPatternType t:YearlyRegeneration=t:YearlyRegeneratingPatternType ] ) ) ( ( [ t:NoEndRecurrence=t:NoEndRecurrenceRangeType t:EndDateRecurrence=t:EndDateRecurrenceRangeType t:NumberedRecurrence=t:NumberedRecurrenceRangeType ] ) ) )
t:TaskStatusType words NotStarted InProgress Completed WaitingOnOthers Deferred
t:TaskType elements +t:ItemType ( t:ActualWork=xs:int? t:AssignedTime=xs:dateTime? t:BillingInformation=xs:string? t:ChangeCount=xs:int? t:Companies=t:ArrayOfStringsType? t:CompleteDate=xs:dateTime? t:Contacts=t:ArrayOfStringsType? t:DelegationState=t:TaskDelegateStateType? t:Delegator=xs:string? t:DueDate=xs:dateTime? t:IsAssignmentEditable=xs:int? t:IsComplete=xs:boolean? t:IsRecurring=xs:boolean? t:IsTeamTask=xs:boolean? t:Mileage=xs:string? t:Owner=xs:string? t:PercentComplete=xs:double? t:Recurrence=t:TaskRecurrenceType? t:StartDate=xs:dateTime? t:Status=t:TaskStatusType? t:StatusDescription=xs:string? t:TotalWork=xs:int? )
t:TasksFolderType elements +t:FolderType
t:TentativelyAcceptItemType elements +t:WellKnownResponseObjectType
t:TimeChangeType elements @TimeZoneName=xs:string ( t:Offset=xs:duration ( ( [ t:RelativeYearlyRecurrence=t:RelativeYearlyRecurrencePatternType t:AbsoluteDate=xs:date ] ) )? t:Time=xs:time )
t:TimeZoneDefinitionType elements @Id=xs:string @Name=xs:string ( t:Periods=t:NonEmptyArrayOfPeriodsType t:TransitionsGroups=t:ArrayOfTransitionsGroupsType? t:Transitions=t:ArrayOfTransitionsType? )?
t:TimeZoneType elements @TimeZoneName=xs:string ( t:BaseOffset=xs:duration ( t:Standard=t:TimeChangeType t:Daylight=t:TimeChangeType )? )?
t:TransitionTargetKindType words Period Group
t:TransitionTargetType elements ~xs:string @Kind!=t:TransitionTargetKindType
t:TransitionType elements ( t:To=t:TransitionTargetType )
t:TwoOperandExpressionType elements +t:SearchExpressionType ( [ t:FieldURI=t:PathToUnindexedFieldType t:IndexedFieldURI=t:PathToIndexedFieldType t:ExtendedFieldURI=t:PathToExtendedFieldType ] t:FieldURIOrConstant=t:FieldURIOrConstantType )
t:UnindexedFieldURIType words folder:FolderId folder:ParentFolderId folder:DisplayName folder:UnreadCount folder:TotalCount folder:ChildFolderCount folder:FolderClass folder:SearchParameters folder:ManagedFolderInformation folder:PermissionSet folder:EffectiveRights folder:SharingEffectiveRights item:ItemId item:ParentFolderId item:ItemClass item:MimeContent item:Attachments item:Subject item:DateTimeReceived item:Size item:Categories item:HasAttachments item:Importance item:InReplyTo item:InternetMessageHeaders item:IsAssociated item:IsDraft item:IsFromMe item:IsResend item:IsSubmitted item:IsUnmodified item:DateTimeSent item:DateTimeCreated item:Body item:ResponseObjects item:Sensitivity item:ReminderDueBy item:ReminderIsSet item:ReminderMinutesBeforeStart item:DisplayTo item:DisplayCc item:Culture item:EffectiveRights item:LastModifiedName item:LastModifiedTime item:ConversationId item:UniqueBody item:StoreEntryId item:WebClientReadFormQueryString item:WebClientEditFormQueryString message:ConversationIndex message:ConversationTopic message:InternetMessageId message:IsRead message:IsResponseRequested message:IsReadReceiptRequested message:IsDeliveryReceiptRequested message:ReceivedBy message:ReceivedRepresenting message:References message:ReplyTo message:From message:Sender message:ToRecipients message:CcRecipients message:BccRecipients meeting:AssociatedCalendarItemId meeting:IsDelegated meeting:IsOutOfDate meeting:HasBeenProcessed meeting:ResponseType meetingRequest:MeetingRequestType meetingRequest:IntendedFreeBusyStatus calendar:Start calendar:End calendar:OriginalStart calendar:IsAllDayEvent calendar:LegacyFreeBusyStatus calendar:Location calendar:When calendar:IsMeeting calendar:IsCancelled calendar:IsRecurring calendar:MeetingRequestWasSent calendar:IsResponseRequested calendar:CalendarItemType calendar:MyResponseType calendar:Organizer calendar:RequiredAttendees calendar:OptionalAttendees calendar:Resources calendar:ConflictingMeetingCount calendar:AdjacentMeetingCount calendar:ConflictingMeetings calendar:AdjacentMeetings calendar:Duration calendar:TimeZone calendar:AppointmentReplyTime calendar:AppointmentSequenceNumber calendar:AppointmentState calendar:Recurrence calendar:FirstOccurrence calendar:LastOccurrence calendar:ModifiedOccurrences calendar:DeletedOccurrences calendar:MeetingTimeZone calendar:ConferenceType calendar:AllowNewTimeProposal calendar:IsOnlineMeeting calendar:MeetingWorkspaceUrl calendar:NetShowUrl calendar:UID calendar:RecurrenceId calendar:DateTimeStamp calendar:StartTimeZone calendar:EndTimeZone task:ActualWork task:AssignedTime task:BillingInformation task:ChangeCount task:Companies task:CompleteDate task:Contacts task:DelegationState task:Delegator task:DueDate task:IsAssignmentEditable task:IsComplete task:IsRecurring task:IsTeamTask task:Mileage task:Owner task:PercentComplete task:Recurrence task:StartDate task:Status task:StatusDescription task:TotalWork contacts:Alias contacts:AssistantName contacts:Birthday contacts:BusinessHomePage contacts:Children contacts:Companies contacts:CompanyName contacts:CompleteName contacts:ContactSource contacts:Culture contacts:Department contacts:DisplayName contacts:DirectoryId contacts:DirectReports contacts:EmailAddresses contacts:FileAs contacts:FileAsMapping contacts:Generation contacts:GivenName contacts:ImAddresses contacts:Initials contacts:JobTitle contacts:Manager contacts:ManagerMailbox contacts:MiddleName contacts:Mileage contacts:MSExchangeCertificate contacts:Nickname contacts:Notes contacts:OfficeLocation contacts:PhoneNumbers contacts:PhoneticFullName contacts:PhoneticFirstName contacts:PhoneticLastName contacts:Photo contacts:PhysicalAddresses contacts:PostalAddressIndex contacts:Profession contacts:SpouseName contacts:Surname contacts:WeddingAnniversary contacts:UserSMIMECertificate contacts:HasPicture distributionlist:Members postitem:PostedTime conversation:ConversationId conversation:ConversationTopic conversation:UniqueRecipients conversation:GlobalUniqueRecipients conversation:UniqueUnreadSenders conversation:GlobalUniqueUnreadSenders conversation:UniqueSenders conversation:GlobalUniqueSenders conversation:LastDeliveryTime conversation:GlobalLastDeliveryTime conversation:Categories conversation:GlobalCategories conversation:FlagStatus conversation:GlobalFlagStatus conversation:HasAttachments conversation:GlobalHasAttachments conversation:MessageCount conversation:GlobalMessageCount conversation:UnreadCount conversation:GlobalUnreadCount conversation:Size conversation:GlobalSize conversation:ItemClasses conversation:GlobalItemClasses conversation:Importance conversation:GlobalImportance conversation:ItemIds conversation:GlobalItemIds
t:UserConfigurationNameType elements +t:TargetFolderIdType @Name!=t:NonEmptyStringType
t:UserConfigurationPropertyType list t:UserConfigurationPropertyType#0
t:UserConfigurationPropertyType#0 words Id Dictionary XmlData BinaryData All
t:UserIdType elements ( t:SID=xs:string? t:PrimarySmtpAddress=xs:string? t:DisplayName=xs:string? t:DistinguishedUser=t:DistinguishedUserType? t:ExternalUserIdentity=xs:string? )
t:UserOofSettings elements ( t:OofState=t:OofState t:ExternalAudience=t:ExternalAudience t:Duration=t:Duration? t:InternalReply=t:ReplyBody? t:ExternalReply=t:ReplyBody? )
t:WatermarkType limited t:NonEmptyStringType
t:WeeklyRecurrencePatternType elements +t:IntervalRecurrencePatternBaseType ( t:DaysOfWeek=t:DaysOfWeekType t:FirstDayOfWeek=t:DayOfWeekType? )
t:WeeklyRegeneratingPatternType elements +t:RegeneratingPatternBaseType
t:WellKnownResponseObjectType elements -t:ResponseObjectType @ObjectName=- ( t:ItemClass=t:ItemClassType? t:Sensitivity=t:SensitivityChoicesType? t:Body=t:BodyType? t:Attachments=t:NonEmptyArrayOfAttachmentsType? t:InternetMessageHeaders=t:NonEmptyArrayOfInternetHeadersType? t:Sender=t:SingleRecipientType? t:ToRecipients=t:ArrayOfRecipientsType? t:CcRecipients=t:ArrayOfRecipientsType? t:BccRecipients=t:ArrayOfRecipientsType? t:IsReadReceiptRequested=xs:boolean? t:IsDeliveryReceiptRequested=xs:boolean? t:From=t:SingleRecipientType? t:ReferenceItemId=t:ItemIdType? )
t:YearlyRegeneratingPatternType elements +t:RegeneratingPatternBaseType
`;
